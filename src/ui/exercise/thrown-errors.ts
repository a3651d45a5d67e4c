import type { FactId, Instant, Trace } from '#engine'

/** An exception of a person's code that nobody caught, and what followed from it at the broker. */
export interface ThrownError {
  readonly fact: FactId
  readonly at: Instant
  readonly process: string
  readonly file: string | null
  readonly line: number | null
  readonly message: string
  /** How often it was thrown at this place. */
  readonly times: number
  /** What the broker made of it the first time: facts it caused there. */
  readonly consequences: readonly FactId[]
}

/** More than these nobody reads. */
const ERRORS_MAX = 20
const CONSEQUENCES_MAX = 6

const CONSEQUENCES: ReadonlySet<string> = new Set([
  'amqp.channel-closed',
  'amqp.connection-closed',
  'amqp.message-requeued',
  'amqp.message-dead-lettered',
  'amqp.message-discarded',
])

/** The exceptions of a run, in order, each place once, with what they caused. */
export function thrownErrors(trace: Trace): readonly ThrownError[] {
  const errors = new Map<string, { error: FirstThrown; times: number; consequences: FactId[] }>()
  /** By fact: what the exception it goes back to has caused. */
  const origins = new Map<FactId, FactId[]>()
  for (let id = 0; id < trace.length; id++) {
    const fact = id as FactId
    if (trace.kind(fact) === 'sandbox.exception-thrown') {
      const error = errorOf(trace, fact)
      const place = `${error.process} ${error.file}:${error.line} ${error.message}`
      const known = errors.get(place)
      if (known !== undefined) known.times++
      else if (errors.size < ERRORS_MAX) {
        const consequences: FactId[] = []
        errors.set(place, { error, times: 1, consequences })
        origins.set(fact, consequences)
      }
      continue
    }
    const cause = trace.cause(fact)
    const consequences = cause === null ? undefined : origins.get(cause)
    if (consequences === undefined) continue
    origins.set(fact, consequences)
    const isShown = CONSEQUENCES.has(trace.kind(fact)) && consequences.length < CONSEQUENCES_MAX
    if (isShown) consequences.push(fact)
  }
  return [...errors.values()].map(({ error, ...rest }) => ({ ...error, ...rest }))
}

type FirstThrown = Omit<ThrownError, 'consequences' | 'times'>

function errorOf(trace: Trace, fact: FactId): FirstThrown {
  return {
    fact,
    at: trace.at(fact),
    process: trace.text(fact, 'process') ?? '',
    file: trace.text(fact, 'file'),
    line: trace.number(fact, 'line'),
    message: trace.text(fact, 'message') ?? '',
  }
}
