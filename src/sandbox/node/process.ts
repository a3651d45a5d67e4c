import type { ProcessFace } from '../library-scope.ts'
import { scope } from './scope.ts'

/** node:process: the process these libraries belong to. Its next tick is no timer of the run. */
export const process: ProcessFace = scope.process
