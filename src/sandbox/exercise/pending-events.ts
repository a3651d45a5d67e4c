import type { Duration, ScheduleOptions, TimerId } from '#engine'

/** The part of a kernel that plans events. */
interface Planner<Event> {
  schedule(delay: Duration, event: Event, options?: ScheduleOptions): TimerId
  cancel(timer: TimerId): void
}

/** Events that are planned and have not happened, but for those of the broker's own clock. */
export class PendingEvents<Event extends { readonly type: string }> implements Planner<Event> {
  readonly #planner: Planner<Event>
  readonly #pending = new Map<TimerId, Event>()
  readonly #timers = new Map<Event, TimerId>()

  constructor(planner: Planner<Event>) {
    this.#planner = planner
  }

  get count(): number {
    return this.#pending.size
  }

  schedule(delay: Duration, event: Event, options?: ScheduleOptions): TimerId {
    const timer = this.#planner.schedule(delay, event, options)
    if (BROKER_CLOCK.includes(event.type)) return timer
    this.#pending.set(timer, event)
    this.#timers.set(event, timer)
    return timer
  }

  cancel(timer: TimerId): void {
    this.#planner.cancel(timer)
    this.#forget(timer, this.#pending.get(timer))
  }

  /** An event happens now. */
  happened(event: Event): void {
    const timer = this.#timers.get(event)
    if (timer !== undefined) this.#forget(timer, event)
  }

  #forget(timer: TimerId, event: Event | undefined): void {
    this.#pending.delete(timer)
    if (event !== undefined) this.#timers.delete(event)
  }
}

/** The broker says itself what it waits for. */
const BROKER_CLOCK = ['broker.woke', 'broker-timer']
