/** A file of an exercise as the editor shows it. */
export interface CodeFile {
  readonly name: string
  readonly text: string
  /** It is shown, and cannot be edited. */
  readonly isGiven: boolean
}

/** Something that is wrong with a file, in words. */
export interface CodeProblem {
  readonly file: string
  /** From 1; null when only the file is known. */
  readonly line: number | null
  readonly message: string
}

/** A line of a file. */
export interface CodePlace {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** The longest file that is run, characters; a longer one is edited as plain text. */
export const CODE_CHARS_MAX = 200_000
