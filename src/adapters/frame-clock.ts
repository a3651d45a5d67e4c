import type { FrameClock } from '#ui'

/** The browser's own rhythm. A hidden page gets no frames, so nothing plays while nobody looks. */
export function createFrameClock(): FrameClock {
  return {
    request: (callback) => requestAnimationFrame(callback),
    cancel(handle) {
      cancelAnimationFrame(handle)
    },
    now: () => performance.now(),
  }
}
