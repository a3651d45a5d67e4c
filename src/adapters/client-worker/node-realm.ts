import type { Realm } from '#sandbox'
import { makeFunction } from './make-function.ts'

type Hearer = (reason: unknown) => void

/** Who hears of rejections now, and who did before: Node has one place for all runs. */
const rejections: { readonly hearers: Set<Hearer>; others: readonly Hearer[] } = {
  hearers: new Set(),
  others: [],
}

/**
 * Node as the realm of client code: for tests, and for whatever proves exercises without a browser.
 * While a run is open, rejections nobody looks at are the run's; nobody else hears of them. Run one
 * after the other: two that run at once would take each other's rejections for their own.
 */
export function createNodeRealm(): Realm {
  return {
    makeFunction,
    microtask(callback) {
      queueMicrotask(callback)
    },
    nextTask(callback) {
      setImmediate(callback)
    },
    onUnhandledRejection(listener) {
      if (rejections.hearers.size === 0) takeOver()
      rejections.hearers.add(listener)
      return () => {
        if (rejections.hearers.delete(listener) && rejections.hearers.size === 0) giveBack()
      }
    },
  }
}

function takeOver(): void {
  rejections.others = process.listeners('unhandledRejection') as Hearer[]
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', hear)
}

function giveBack(): void {
  process.off('unhandledRejection', hear)
  for (const other of rejections.others) process.on('unhandledRejection', other)
}

function hear(reason: unknown): void {
  for (const hearer of rejections.hearers) hearer(reason)
}
