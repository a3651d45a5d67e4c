import { createContext, useContext } from 'react'
import type { SourceFiles } from '#sandbox'
import { assert } from '#std'
import type { CodeRunner } from './code-runner.ts'

/** What a person wrote in an exercise. */
export interface KeptCode {
  readonly files: SourceFiles
  /** The files it was begun from. */
  readonly start: SourceFiles
  /** How often a text that differs from the start was run. */
  readonly attempts: number
}

/** What came of reading kept code. `problem`: it could not be read, and was put aside. */
export interface CodeRead {
  /** Null when nothing was kept, or nothing that can be read. */
  readonly code: KeptCode | null
  readonly problem: 'damaged' | 'newer-version' | null
}

/** Where code is kept between visits. */
export interface CodeKeeper {
  /** What was kept of an exercise. */
  read(lesson: string, step: string): CodeRead
  /** @returns why it could not be kept, or null when it was. */
  write(lesson: string, step: string, code: KeptCode): 'refused' | 'full' | null
}

/** Where the texts of exercises come from. */
export interface CodeLibrary {
  /** Every file of an exercise as it is at the start. */
  start(lesson: string, step: string): Promise<SourceFiles>
  /** The files in which the solution differs from the start. */
  solution(lesson: string, step: string): Promise<SourceFiles>
}

/** What exercises need from outside. */
export interface ExercisePorts {
  readonly runner: CodeRunner
  readonly library: CodeLibrary
  readonly keeper: CodeKeeper
  /** Gives bytes to the browser to save. */
  save(name: string, bytes: Uint8Array<ArrayBuffer>): void
}

/** Loads what exercises need from outside, for every lesson. */
export const ExerciseContext = createContext<(() => Promise<ExercisePorts>) | null>(null)

/** Loads what exercises need from outside. */
export function useExercisePorts(): () => Promise<ExercisePorts> {
  const load = useContext(ExerciseContext)
  assert(load !== null, 'exercises are provided for above')
  return load
}
