import type { FunctionMaker, Realm } from '#sandbox'
import { createTaskQueue } from '../model-worker/task-queue.ts'

/** The worker as the realm of client code. It must be the only thing that runs in it. */
export function createWorkerRealm(makeFunction: FunctionMaker): Realm {
  return {
    makeFunction,
    microtask(callback) {
      queueMicrotask(callback)
    },
    nextTask: createTaskQueue(),
    onUnhandledRejection(listener) {
      const hear = (event: PromiseRejectionEvent) => {
        event.preventDefault()
        listener(event.reason)
      }
      self.addEventListener('unhandledrejection', hear)
      return () => {
        self.removeEventListener('unhandledrejection', hear)
      }
    },
  }
}
