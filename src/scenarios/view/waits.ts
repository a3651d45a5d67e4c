import type { Duration } from '#engine'
import type { WaitSummary } from './ledger-view.ts'

/** Durations in the order they came; a summary is made only when somebody reads it. */
export class Waits {
  #values = new Float64Array(256)
  #count = 0
  #sum = 0
  #summary: WaitSummary | null = null

  add(duration: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(this.#count * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#count++] = duration
    this.#sum += duration
    this.#summary = null
  }

  /** Mean and percentiles of all so far; null while there is none. */
  summary(): WaitSummary | null {
    if (this.#count === 0) return null
    this.#summary ??= this.#summarise()
    return this.#summary
  }

  copy(): Waits {
    const result = new Waits()
    result.#values = this.#values.slice(0, Math.max(this.#count, 1))
    result.#count = this.#count
    result.#sum = this.#sum
    result.#summary = this.#summary
    return result
  }

  #summarise(): WaitSummary {
    const sorted = this.#values.slice(0, this.#count).sort()
    const percentile = (percent: number) =>
      sorted[Math.ceil((percent / 100) * this.#count) - 1] as Duration
    return {
      count: this.#count,
      mean: (this.#sum / this.#count) as Duration,
      p50: percentile(50),
      p95: percentile(95),
      max: sorted[this.#count - 1] as Duration,
    }
  }
}
