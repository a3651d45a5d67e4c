export type { ClientReport, ClientSource } from './client-worker/messages.ts'
export { createNodeRealm } from './client-worker/node-realm.ts'
export { openClientRun } from './client-worker/open-client-run.ts'
export type { ClientThread } from './client-worker/open-client-run.ts'
export { runSource } from './client-worker/run-source.ts'
export { CodePort } from './code-runs/code-port.ts'
export { CodeRuns } from './code-runs/code-runs.ts'
export { createModelSwitch } from './code-runs/model-switch.ts'
export type { ModelSwitch } from './code-runs/model-switch.ts'
export { createFiles, readTextFile } from './files.ts'
export type { Files, PickedFile } from './files.ts'
export { createFrameClock } from './frame-clock.ts'
export { createManualFrameClock } from './manual-frame-clock.ts'
export type { ManualFrameClock } from './manual-frame-clock.ts'
export { prepareLearnerRun } from './learner-frame/learner-frame.ts'
export type {
  EndReason,
  LearnerLimits,
  LearnerReport,
  LearnerSource,
} from './learner-frame/messages.ts'
export { openLearnerRun } from './learner-frame/open-learner-run.ts'
export type { LearnerSettings, LearnerThread } from './learner-frame/open-learner-run.ts'
export { CodeRefusedError, RunEndedError } from './learner-frame/run-errors.ts'
export { createRunMark } from './learner-frame/run-mark.ts'
export type { RunMark } from './learner-frame/run-mark.ts'
export type { FromModel, ToModel } from './model-worker/messages.ts'
export { createModelHost } from './model-worker/model-host.ts'
export type { ModelWorker } from './model-worker/model-host.ts'
export { createModelThread } from './model-worker/model-thread.ts'
export type { ModelThread, ModelThreadPorts } from './model-worker/model-thread.ts'
export { spawnModelWorker } from './model-worker/spawn-model-worker.ts'
export { createStorage } from './storage.ts'
export type {
  DocumentStorage,
  KeyValueStore,
  StorageRead,
  StorageWrite,
  StoredKind,
} from './storage.ts'
export { registerWorker } from './offline/register.ts'
export { openShopApi } from './shop-api/open-shop-api.ts'
export type { ShopApiSettings } from './shop-api/open-shop-api.ts'
