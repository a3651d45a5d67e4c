/** The files of an exercise as a person wrote them, by name: TypeScript, all in one folder. */
export type SourceFiles = Readonly<Record<string, string>>

/** Something that keeps a file from running. */
export interface CompileError {
  readonly file: string
  /** From 1; null when only the file is known. */
  readonly line: number | null
  readonly message: string
}

/** The longest file that is compiled, characters. */
const FILE_CHARS_MAX = 200_000

/** The files that are too long to be read, as errors; whoever sends files on asks before. */
export function longFiles(files: SourceFiles): readonly CompileError[] {
  return Object.entries(files)
    .filter(([, text]) => text.length > FILE_CHARS_MAX)
    .map(([file, text]) => ({
      file,
      line: null,
      message: `The file is too long: it has ${text.length} characters, and ${FILE_CHARS_MAX} are read. Shorten it.`,
    }))
}
