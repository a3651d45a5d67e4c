/** The screen's rhythm: one call before each picture, and the time of the wall in milliseconds. */
export interface FrameClock {
  /** Calls back once, before the next picture. */
  request(callback: (nowMs: number) => void): number
  /** Takes a request back that has not been answered. */
  cancel(handle: number): void
  now(): number
}
