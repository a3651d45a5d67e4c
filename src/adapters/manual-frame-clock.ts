import type { FrameClock } from '#ui'

/** A frame clock for tests: time passes only when it is told to. */
export interface ManualFrameClock extends FrameClock {
  /** True when somebody waits for the next frame. */
  readonly isRequested: boolean
  /** Lets `ms` pass, then draws one frame. */
  frame(ms: number): void
  /** Lets `ms` pass without a frame: work that takes its time. */
  pass(ms: number): void
}

/** Creates a clock that stands at 0. */
export function createManualFrameClock(): ManualFrameClock {
  let nowMs = 0
  let handle = 0
  const waiting = new Map<number, (nowMs: number) => void>()
  return {
    get isRequested() {
      return waiting.size > 0
    },
    request(callback) {
      waiting.set(++handle, callback)
      return handle
    },
    cancel(requested) {
      waiting.delete(requested)
    },
    now: () => nowMs,
    frame(ms) {
      nowMs += ms
      const callbacks = [...waiting.values()]
      waiting.clear()
      for (const callback of callbacks) callback(nowMs)
    },
    pass(ms) {
      nowMs += ms
    },
  }
}
