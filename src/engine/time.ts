/** A point of virtual time, in whole microseconds since the start of the run. */
export type Instant = number & { readonly unit: 'instant' }

/** A length of virtual time, in whole microseconds. */
export type Duration = number & { readonly unit: 'duration' }

/** The instant every run starts at. */
export const START: Instant = 0 as Instant

/** A duration of `count` microseconds, rounded to a whole one. */
export function us(count: number): Duration {
  return Math.round(count) as Duration
}

/** A duration of `count` milliseconds. */
export function ms(count: number): Duration {
  return us(count * 1_000)
}

/** A duration of `count` seconds. */
export function seconds(count: number): Duration {
  return us(count * 1_000_000)
}

/** The instant `delay` after `at`. */
export function after(at: Instant, delay: Duration): Instant {
  return (at + delay) as Instant
}

/** The time from `from` to `to`; negative when `to` is earlier. */
export function between(from: Instant, to: Instant): Duration {
  return (to - from) as Duration
}

/** The instant `count` seconds after the start of the run. */
export function atSeconds(count: number): Instant {
  return Math.round(count * 1_000_000) as Instant
}

/** A time in seconds, as a number with fractions: for people and for formulas, never for the clock. */
export function toSeconds(time: Instant | Duration): number {
  return time / 1_000_000
}

/** A time in milliseconds, as a number with fractions. */
export function toMs(time: Instant | Duration): number {
  return time / 1_000
}
