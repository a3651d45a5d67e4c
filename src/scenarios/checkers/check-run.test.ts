import { describe, expect, it } from 'vitest'
import { runFacts, Trace, type Fact, type FactId } from '#engine'
import { scenarioNames } from '../catalogue.ts'
import { runShop, shopLike } from '../tests/shop-run.ts'
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
