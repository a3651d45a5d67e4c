import { between, toSeconds, type Duration, type FactId, type Instant, type Trace } from '#engine'

/** What ApacheBench would print about a load (S-31). */
export interface LoadReport {
  /** Loads of a run count from 1. */
  readonly load: number
  readonly requests: number
  readonly concurrency: number
  readonly startedAt: Instant
  /** Where it was finished, by fact; null while it runs. */
  readonly finished: FactId | null
  readonly sent: number
  /** Answered; a request that was refused is not. */
  readonly completed: number
  /** Refused, or cut off from a process that died. */
  readonly failed: number
  /** The last fact of a request that failed; null while none has. */
  readonly lastFailure: FactId | null
  /** From the start to the last end of a request so far. */
  readonly taken: Duration
  /** Answered requests per virtual second; null while there is none. */
  readonly rate: number | null
  /** Time taken × concurrency / answered requests: what one of so many customers waits. */
  readonly perRequest: Duration | null
  /** Time taken / answered requests: how far apart the answers come. */
  readonly acrossAll: Duration | null
  /** Over the answered requests, from sent to answered; null while there is none. */
  readonly times: LoadTimes | null
}

/** How long the answers of a load took. */
export interface LoadTimes {
  readonly min: Duration
  readonly mean: Duration
  readonly median: Duration
  readonly max: Duration
  /** In the order of {@link loadPercents}. */
  readonly percentiles: readonly { readonly percent: number; readonly time: Duration }[]
}

/** The percentages that ApacheBench lists. */
export const loadPercents: readonly number[] = [50, 66, 75, 80, 90, 95, 98, 99, 100]

interface Account {
  readonly load: number
  readonly requests: number
  readonly concurrency: number
  readonly startedAt: Instant
  /** When each request that has no end yet was sent, by order. */
  readonly open: Map<number, Instant>
  readonly times: Duration[]
  finished: FactId | null
  sent: number
  failed: number
  lastFailure: FactId | null
  lastEnd: Instant
}

/** Every load among the first `count` facts of a run, oldest first. */
export function loadReports(trace: Trace, count: number): readonly LoadReport[] {
  const accounts: Account[] = []
  for (let id = 0; id < count; id++) take(accounts, trace, id as FactId)
  return accounts.map((account) => reportOf(account))
}

function take(accounts: Account[], trace: Trace, id: FactId): void {
  // Only one load runs at a time, and an order has its number for itself.
  const account = accounts.at(-1)
  const kind = trace.kind(id)
  if (kind === 'load.started') accounts.push(begin(trace, id))
  if (account === undefined || account.finished !== null) return
  switch (kind) {
    case 'load.sent':
      account.sent++
      account.open.set(orderOf(trace, id), trace.at(id))
      return
    case 'shop.order-answered':
    case 'shop.order-refused':
    case 'load.cut-off':
      end(account, trace, id)
      return
    case 'load.finished':
      account.finished = id
      return
    default:
  }
}

function begin(trace: Trace, id: FactId): Account {
  return {
    load: trace.number(id, 'load') ?? 0,
    requests: trace.number(id, 'requests') ?? 0,
    concurrency: trace.number(id, 'concurrency') ?? 0,
    startedAt: trace.at(id),
    open: new Map(),
    times: [],
    finished: null,
    sent: 0,
    failed: 0,
    lastFailure: null,
    lastEnd: trace.at(id),
  }
}

function end(account: Account, trace: Trace, id: FactId): void {
  const order = orderOf(trace, id)
  const sentAt = account.open.get(order)
  // Customers may order beside the load.
  if (sentAt === undefined) return
  account.open.delete(order)
  account.lastEnd = trace.at(id)
  if (trace.kind(id) === 'shop.order-answered') {
    account.times.push(between(sentAt, account.lastEnd))
    return
  }
  account.failed++
  account.lastFailure = id
}

function reportOf(account: Account): LoadReport {
  const { load, requests, concurrency, startedAt, finished, sent, failed, lastFailure } = account
  const { times, lastEnd } = account
  const completed = times.length
  const taken = between(startedAt, lastEnd)
  const acrossAll = completed === 0 ? null : ((taken / completed) as Duration)
  return {
    load,
    requests,
    concurrency,
    startedAt,
    finished,
    sent,
    completed,
    failed,
    lastFailure,
    taken,
    acrossAll,
    perRequest: acrossAll === null ? null : ((acrossAll * concurrency) as Duration),
    rate: completed === 0 || taken === 0 ? null : completed / toSeconds(taken),
    times: timesOf(times),
  }
}

function timesOf(times: readonly Duration[]): LoadTimes | null {
  if (times.length === 0) return null
  const sorted = Float64Array.from(times).sort()
  const last = sorted.length - 1
  // Entry ⌊n × percent / 100⌋, counted from 0: the arithmetic of ApacheBench.
  const timeAt = (percent: number) =>
    sorted[Math.min(last, Math.floor((sorted.length * percent) / 100))] as Duration
  return {
    min: timeAt(0),
    mean: (sorted.reduce((sum, time) => sum + time, 0) / sorted.length) as Duration,
    median: timeAt(50),
    max: timeAt(100),
    percentiles: loadPercents.map((percent) => ({ percent, time: timeAt(percent) })),
  }
}

function orderOf(trace: Trace, id: FactId): number {
  return trace.number(id, 'order') ?? 0
}
