export type { ClientReport, ClientSource } from './client-worker/messages.ts'
export { createNodeRealm } from './client-worker/node-realm.ts'
export { openClientRun } from './client-worker/open-client-run.ts'
export type { ClientThread } from './client-worker/open-client-run.ts'
export { runSource } from './client-worker/run-source.ts'
export { createFiles, readTextFile } from './files.ts'
export type { Files, PickedFile } from './files.ts'
export { createFrameClock } from './frame-clock.ts'
export { createManualFrameClock } from './manual-frame-clock.ts'
export type { ManualFrameClock } from './manual-frame-clock.ts'
export { openLearnerRun, RunEndedError } from './learner-frame/open-learner-run.ts'
export type { LearnerSettings } from './learner-frame/open-learner-run.ts'
export type { EndReason, LearnerLimits } from './learner-frame/messages.ts'
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
export type { PlacedOrder, ShopApiPort } from './shop-api/port.ts'
