import { describe, expect, it } from 'vitest'
import { runFacts, Trace, type Fact, type FactId } from '#engine'
import { runShop, shopLike, type ShopRun } from '../tests/shop-run.ts'
import { worldFacts } from '../world/world-facts.ts'
import { checkRun } from './check-run.ts'

const confirms = runShop(shopLike('confirms'), 60, { seed: 1 })
const deadLetters = runShop(shopLike('dead-letters'), 60, { seed: 1 })
const priorities = runShop(shopLike('priorities'), 20, { seed: 1 })
const blocked = runShop(shopLike('pubsub'), 9, {
  seed: 1,
  doings: [
    [2, { type: 'memory-alarm', isOn: true }],
    [5, { type: 'memory-alarm', isOn: false }],
  ],
})

/** What the checkers say to a run with each fact replaced by what `change` makes of it. */
function verdict(run: ShopRun, change: (fact: Fact) => Fact): string {
  const trace = new Trace({ ...worldFacts, ...runFacts })
  for (let id = 0; id < run.trace.length; id++) {
    const fact = change(run.trace.fact(id as FactId))
    trace.append(fact.at, fact.kind, fact.fields, fact.cause)
  }
  return checkRun(trace, run.ledger).join('\n')
}

/** A fact that says nothing to anybody, in the place of one that does. */
function another(fact: Fact): Fact {
  return { ...fact, kind: 'shop.node-removed', fields: { node: 'nothing' } }
}

function withFields(fact: Fact, fields: Fact['fields']): Fact {
  return { ...fact, fields: { ...fact.fields, ...fields } }
}

it.each([
  ['confirms', confirms],
  ['dead letters', deadLetters],
  ['priorities', priorities],
  ['a blocked connection', blocked],
])('an untouched run keeps every rule (%s)', (_, run) => {
  expect(verdict(run, (fact) => fact)).toBe('')
})

describe('a checker sees', () => {
  it('[R-68] a nack of what every queue took, and an ack of what one refused', () => {
    const lie = (outcome: string) => (fact: Fact) =>
      fact.kind === 'amqp.message-confirmed' ? withFields(fact, { outcome }) : fact
    expect(verdict(confirms, lie('nack'))).toMatch(/a nack of \d+ says a queue refused it/)
    expect(verdict(confirms, lie('ack'))).toMatch(/a nack of \d+ says a queue refused it/)
  })

  it('[R-62] a message that is confirmed twice', () => {
    let first: Fact | null = null
    const twice = (fact: Fact) => {
      if (fact.kind !== 'amqp.message-confirmed') return fact
      first ??= fact
      return withFields(fact, { message: first.fields['message'] ?? 0 })
    }
    expect(verdict(confirms, twice)).toMatch(/\d+ is confirmed once/)
  })

  it('a dead letter that never arrived anywhere', () => {
    const dead = deadLetters.facts('amqp.message-dead-lettered').at(-1)?.fields['as']
    const without = (fact: Fact) =>
      fact.kind === 'amqp.message-queued' && fact.fields['message'] === dead ? another(fact) : fact
    expect(verdict(deadLetters, without)).toMatch(new RegExp(`message ${dead} is in no state`))
  })

  it('a dead letter of what was not there', () => {
    const elsewhere = (fact: Fact) =>
      fact.kind === 'amqp.message-dead-lettered' ? withFields(fact, { queue: 'parking' }) : fact
    expect(verdict(deadLetters, elsewhere)).toMatch(/is there to go to the dead letters/)
  })

  it('[R-131] a message that was passed over by one of a lower priority', () => {
    const raised = (fact: Fact) =>
      fact.kind === 'amqp.message-queued' && Number(fact.fields['message']) % 5 === 0
        ? withFields(fact, { priority: 99 })
        : fact
    expect(verdict(priorities, raised)).toMatch(/is delivered while one of priority 99 waits/)
  })

  it('[R-85] a consumer that is served though another is the active one', () => {
    const other = { consumer: 'other', connection: 'other' }
    const activated = (fact: Fact) =>
      fact.kind === 'amqp.consumer-started'
        ? { ...fact, kind: 'amqp.consumer-activated', fields: { ...activation(fact), ...other } }
        : fact
    expect(verdict(priorities, activated)).toMatch(/is served, but other\/other is the active one/)
  })

  it('[R-155] a message from a connection that is blocked', () => {
    const never = (fact: Fact) => (fact.kind === 'amqp.connection-unblocked' ? another(fact) : fact)
    expect(blocked.facts('amqp.connection-blocked')).toHaveLength(1)
    expect(verdict(blocked, never)).toMatch(/web is blocked/)
  })
})

function activation({ fields }: Fact): Fact['fields'] {
  const { consumer = '', queue = '', connection = '', channel = 1 } = fields
  return { consumer, queue, connection, channel }
}
