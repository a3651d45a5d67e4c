import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runFacts, Trace, type Fact, type FactId, type Instant } from '#engine'
import { scenarioNames } from '../catalogue.ts'
import { randomRuns, runTo } from '../tests/random-runs.ts'
import { runShop, shopLike } from '../tests/shop-run.ts'
import { LedgerFold } from '../view/ledger-fold.ts'
import { worldFacts } from '../world/world-facts.ts'
import { checkRun } from './check-run.ts'

const definition = shopLike('two-workers', { 'worker-1': { prefetch: 3 } })
const good = runShop(definition, 20, {
  seed: 5,
  doings: [[6, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }]],
})

/** The same trace with each fact replaced by what `change` makes of it; null leaves it out. */
function doctored(change: (fact: Fact) => Fact | null): Trace {
  const trace = new Trace({ ...worldFacts, ...runFacts })
  for (let id = 0; id < good.trace.length; id++) {
    const fact = change(good.trace.fact(id as FactId))
    if (fact !== null) trace.append(fact.at, fact.kind, fact.fields, fact.cause)
  }
  return trace
}

const lastInstant = good.trace.at((good.trace.length - 1) as FactId)

/** The same trace with the first fact of a kind once more at its end. */
function appended(kind: string): Trace {
  const trace = good.trace.copy()
  trace.append(lastInstant, kind, good.trace.fact(firstOf(kind)).fields, null)
  return trace
}

function firstOf(kind: string, where: Readonly<Record<string, unknown>> = {}): FactId {
  const found = good
    .facts(kind)
    .find(({ fields }) => Object.entries(where).every(([name, value]) => fields[name] === value))
  if (found === undefined) throw new Error(`the run has no ${kind}`)
  return found.id
}

it.each(scenarioNames)('a run of the shop keeps every rule (%s)', (name) => {
  expect(runShop(shopLike(name), 60, { seed: 9 }).violations()).toEqual([])
})

it('a run of any shop keeps every rule, whatever was done to it', () => {
  fc.assert(
    fc.property(randomRuns(), ({ at, ...settings }) => {
      const { trace } = runTo(at, settings)
      const fold = new LedgerFold(settings.definition)
      fold.advance(trace, 0, trace.length)
      expect(checkRun(trace, fold.ledger())).toEqual([])
    }),
    { numRuns: 250, seed: 51 },
  )
})

it('an untouched trace keeps every rule', () => {
  expect(
    checkRun(
      doctored((fact) => fact),
      good.ledger,
    ),
  ).toEqual([])
})

describe('a checker sees', () => {
  it('a message that vanished', () => {
    const gone = firstOf('amqp.message-queued')
    const trace = doctored((fact) => (fact.id === gone ? null : fact))
    expect(checkRun(trace, good.ledger).join()).toMatch(/is ready when it is delivered|no state/)
  })

  it('a message that was acknowledged twice', () => {
    const acked = firstOf('amqp.message-acked')
    const trace = new Trace({ ...worldFacts, ...runFacts })
    trace.appendSlice(good.trace.slice(0, 0))
    const { fields, cause } = good.trace.fact(acked)
    trace.append(
      good.trace.at((good.trace.length - 1) as FactId),
      'amqp.message-acked',
      fields,
      cause,
    )
    expect(checkRun(trace, good.ledger).join()).toMatch(/is unacked when it is acked/)
  })

  it('a message that was published twice', () => {
    const trace = appended('amqp.message-published')
    expect(checkRun(trace, good.ledger).join()).toMatch(/is published once.*in no state at all/)
  })

  it('a message that was routed and told unroutable', () => {
    const queued = firstOf('amqp.message-queued')
    const trace = doctored((fact) => {
      if (fact.id !== queued) return fact
      const fields = { ...fact.fields, exchange: '', routingKey: 'orders', returned: false }
      return { ...fact, kind: 'amqp.message-unroutable', fields }
    })
    const late = good.trace.fact(queued)
    trace.append(lastInstant, late.kind, late.fields, null)
    expect(checkRun(trace, good.ledger).join()).toMatch(/it does not hold that \d+ in orders has a/)
  })

  it('a copy that two consumers have', () => {
    const delivered = appended('amqp.message-delivered')
    expect(checkRun(delivered, good.ledger).join()).toMatch(/is ready when it is delivered/)
  })

  it('a copy that comes back from nobody', () => {
    const requeued = appended('amqp.message-requeued')
    expect(checkRun(requeued, good.ledger).join()).toMatch(/is unacked when it is requeued/)
  })

  it('a copy that is discarded after it was settled', () => {
    const trace = good.trace.copy()
    const { fields } = good.trace.fact(firstOf('amqp.message-acked'))
    const { message = 0, queue = '' } = fields
    const discarded = { message, queue, reason: 'purged' }
    trace.append(lastInstant, 'amqp.message-discarded', discarded, null)
    expect(checkRun(trace, good.ledger).join()).toMatch(/is there to discard/)
  })

  it('a message that overtook an earlier one', () => {
    const [first, second] = good.facts('amqp.message-queued')
    const positions = [second, first].map((fact) => fact?.fields['position'] ?? 0)
    const trace = doctored((fact) => {
      const index = [first?.id, second?.id].indexOf(fact.id)
      const position = positions[index]
      return position === undefined ? fact : { ...fact, fields: { ...fact.fields, position } }
    })
    expect(checkRun(trace, good.ledger).join()).toMatch(/overtook a later one of its queue/)
  })

  it('a first delivery that is marked redelivered', () => {
    const first = firstOf('amqp.message-delivered')
    const trace = doctored((fact) =>
      fact.id === first ? { ...fact, fields: { ...fact.fields, redelivered: true } } : fact,
    )
    expect(checkRun(trace, good.ledger).join()).toMatch(/marked redelivered true/)
  })

  it('time that runs backwards', () => {
    const trace = good.trace.copy()
    trace.append(0 as Instant, 'amqp.broker-stopped', { how: 'clean' }, null)
    expect(checkRun(trace, good.ledger).join()).toMatch(/happened before the fact before it/)
  })

  it('more orders accounted for than there are', () => {
    const { placed, processed } = good.ledger
    const ledger = {
      ...good.ledger,
      processed: processed + placed,
      open: good.ledger.open - placed,
    }
    expect(checkRun(good.trace, ledger).join()).toMatch(/^-\d+ orders are open$/)
  })

  it('a consumer beyond its prefetch', () => {
    const trace = doctored((fact) =>
      fact.kind === 'amqp.consumer-started'
        ? { ...fact, fields: { ...fact.fields, prefetch: 1 } }
        : fact,
    )
    expect(checkRun(trace, good.ledger).join()).toMatch(/above its prefetch 1/)
  })

  it('a redelivery that is not marked', () => {
    const again = firstOf('amqp.message-delivered', { redelivered: true })
    const trace = doctored((fact) =>
      fact.id === again ? { ...fact, fields: { ...fact.fields, redelivered: false } } : fact,
    )
    expect(checkRun(trace, good.ledger).join()).toMatch(/marked redelivered false/)
  })

  it('a cause that comes later', () => {
    const later = firstOf('amqp.message-acked')
    const trace = doctored((fact) => (fact.id === 3 ? { ...fact, cause: later } : fact))
    expect(checkRun(trace, good.ledger).join()).toMatch(/its cause \d+ is later/)
  })

  it('an order that is accounted for nowhere', () => {
    const ledger = { ...good.ledger, placed: good.ledger.placed + 1 }
    expect(checkRun(good.trace, ledger).join()).toMatch(/orders are not/)
  })
})
