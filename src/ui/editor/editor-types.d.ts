/** The declarations that exercise code is written against; the build makes it from the sandbox. */
declare module 'virtual:editor-types' {
  /** Their texts by the path they stand at. */
  export const editorTypes: Readonly<Record<string, string>>
}
