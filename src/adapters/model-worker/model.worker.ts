import { Simulation } from '#engine'
import { shopModel } from '#scenarios'
import type { ToModel } from './messages.ts'
import { createModelThread } from './model-thread.ts'
import { createTaskQueue } from './task-queue.ts'

/** Facts a played run may have: as many as a page can hold and fold with comfort. */
const FACTS_MAX = 1_000_000

const thread = createModelThread({
  createSimulation: ({ definition, seed, inputs }) =>
    new Simulation(shopModel, {
      params: definition,
      seed,
      inputs,
      limits: { facts: FACTS_MAX },
    }),
  post(message, transfer) {
    self.postMessage(message, { transfer: [...transfer] })
  },
  defer: createTaskQueue(),
  nowMs: () => performance.now(),
})

self.onmessage = (event: MessageEvent<ToModel>) => {
  thread.handle(event.data)
}
