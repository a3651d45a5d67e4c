/** Real milliseconds between two looks of a watchdog. */
export const LOOK_EVERY_MS = 50

/** What is more than this between two looks, the watchdog itself stood still: it counts for nobody. */
const LOOK_COUNTS_MS = 500

/** Starting a worker reads almost a megabyte of code; a slow machine may take its time. */
const BOOT_MS = 10_000

/** Compiling a large file is one step, and honest work. */
const READING_MS = 3_000

/** What a watchdog allows, in real milliseconds. */
export interface WatchLimits {
  readonly silenceMs: number
  readonly wallMs: number
}

/** Counts the real time somebody takes to answer. Its clock is given: it never asks for the time. */
export class Watchdog {
  readonly #limits: WatchLimits
  #heardAt: number
  #lookedAt: number
  #isBooted = false
  #isReady = false
  #isWaiting = true
  #spentMs = 0

  constructor(limits: WatchLimits, nowMs: number) {
    this.#limits = limits
    this.#heardAt = nowMs
    this.#lookedAt = nowMs
  }

  /** An answer came, whatever it says. */
  heard(nowMs: number): void {
    this.#heardAt = nowMs
    this.#isBooted = true
  }

  /** It has read what it will run; from now on silence is its code's. */
  ready(): void {
    this.#isReady = true
  }

  /** Begins to count, or stops: nobody has to answer who was not asked. */
  wait(isWaiting: boolean, nowMs: number): void {
    if (isWaiting && !this.#isWaiting) {
      this.#heardAt = nowMs
      this.#lookedAt = nowMs
    }
    this.#isWaiting = isWaiting
  }

  /** Looks; the answer is why it must end, or null. */
  look(nowMs: number): 'no-answer' | 'wall-time' | null {
    const passed = nowMs - this.#lookedAt
    const counted = Math.min(passed, LOOK_COUNTS_MS)
    this.#lookedAt = nowMs
    if (!this.#isWaiting) return null
    this.#heardAt += passed - counted
    if (this.#isBooted) this.#spentMs += counted
    if (nowMs - this.#heardAt >= this.#allowedMs()) return 'no-answer'
    return this.#spentMs >= this.#limits.wallMs ? 'wall-time' : null
  }

  #allowedMs(): number {
    if (!this.#isBooted) return BOOT_MS
    const { silenceMs } = this.#limits
    return this.#isReady ? silenceMs : Math.max(silenceMs, READING_MS)
  }
}
