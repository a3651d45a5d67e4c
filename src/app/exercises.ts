import {
  CodePort,
  CodeRuns,
  createFiles,
  createRunMark,
  openLearnerRun,
  prepareLearnerRun,
  type DocumentStorage,
  type ModelSwitch,
} from '#adapters'
import type { ExercisePorts } from '#ui'
import { createCodeKeeper } from './code-store.ts'
import { createCodeLibrary } from './code-library.ts'

/** Everything exercises need; loaded with the first one that is opened. */
export function createExercises(models: ModelSwitch, storage: DocumentStorage): ExercisePorts {
  const runs = new CodeRuns({
    mark: createRunMark(() => sessionStorage),
    open: openLearnerRun,
    prepare: prepareLearnerRun,
  })
  models.playCodeWith(new CodePort(runs))
  const files = createFiles()
  return {
    runner: runs,
    library: createCodeLibrary(),
    keeper: createCodeKeeper(storage),
    save(name, bytes) {
      files.save(name, 'application/zip', bytes)
    },
  }
}
