declare module 'virtual:project-template' {
  /** What a downloaded project consists of, by path; see `project-template/`. */
  export const projectTemplate: Readonly<Record<string, string>>
}
