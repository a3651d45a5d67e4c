import type { Fact, FactId, Trace } from '#engine'
import { causesOf } from '../view/journey.ts'
import type { StageView } from '../view/stage-view.ts'
import type { World } from '../world/world.ts'

/** The ledger's figures, each order by its number. */
export interface OrderFigures {
  readonly placed: number
  readonly processed: readonly number[]
  readonly emailed: number
  readonly refused: number
  readonly open: number
  readonly lost: readonly number[]
  readonly doneTwice: readonly number[]
  readonly outOfOrder: readonly number[]
  /** By kind of fact: the orders it was about, each once, in the order of their first. */
  readonly notes: Readonly<Record<string, readonly number[]>>
}

/**
 * The ledger as it ought to be: who is done is told by the facts, and who is open and not lost by
 * looking for the order everywhere in the world (S-16).
 */
export function ledgerOfWorld(trace: Trace, world: World, stage: StageView): OrderFigures {
  const facts = Array.from({ length: trace.length }, (_, id) => trace.fact(id as FactId))
  const placed = ordersOf(facts, 'shop.order-placed')
  const processed = ordersOf(facts, 'shop.order-processed')
  const isProcessed = new Set(processed)
  const isRefused = new Set(ordersOf(facts, 'shop.order-refused'))
  const carried = carriedOrders(world, stage)
  const undecided = placed.filter((order) => !isProcessed.has(order) && !isRefused.has(order))
  const emails = ordersOf(facts, 'mail.sent')
  const again = [
    ...repeated(copiesBehind(trace, facts, 'mail.sent')),
    ...repeated(
      copiesBehind(trace, facts, 'task.finished').filter((copy) => !copy.endsWith(' null')),
    ),
  ].map(Number.parseFloat)
  const notes: Record<string, readonly number[]> = {}
  for (const [kind, list] of noteKinds(facts)) notes[kind] = list
  return {
    notes,
    placed: placed.length,
    processed,
    emailed: new Set(emails).size,
    refused: [...isRefused].filter((order) => !isProcessed.has(order)).length,
    open: undecided.filter((order) => carried.has(order)).length,
    lost: undecided.filter((order) => !carried.has(order)),
    doneTwice: [...new Set(again)].sort(byNumber),
    outOfOrder: processed.filter((order, index) =>
      processed.slice(0, index).some((earlier) => earlier > order),
    ),
  }
}

/** The orders whose messages met each end that is not the planned one. */
function noteKinds(facts: readonly Fact[]): ReadonlyMap<string, readonly number[]> {
  const orders = new Map<unknown, unknown>()
  const noted = new Map<string, Set<number>>()
  for (const { kind, fields, cause } of facts) {
    if (kind === 'amqp.message-published' && cause !== null) {
      orders.set(fields['message'], facts[cause]?.fields['order'])
    }
    if (kind === 'amqp.message-dead-lettered') {
      orders.set(fields['as'], orders.get(fields['message']))
    }
    const name = fields['returned'] === false ? `${kind} dropped` : kind
    const order = fields['order'] ?? orders.get(fields['message'])
    if (typeof order === 'number') noted.set(name, (noted.get(name) ?? new Set()).add(order))
  }
  return new Map([...noted].map(([kind, list]) => [kind, [...list]]))
}

function ordersOf(facts: readonly Fact[], kind: string): readonly number[] {
  return facts.filter((fact) => fact.kind === kind).map((fact) => Number(fact.fields['order']))
}

/** For each fact of a kind the copy it is about: `order in queue`, the first queue of a dead letter. */
function copiesBehind(trace: Trace, facts: readonly Fact[], kind: string): readonly string[] {
  const died = facts.filter((fact) => fact.kind === 'amqp.message-dead-lettered')
  const firstQueue = (message: unknown, queue: unknown): unknown => {
    const death = died.find(({ fields }) => fields['as'] === message)
    return death === undefined ? queue : firstQueue(death.fields['message'], death.fields['queue'])
  }
  return facts
    .filter((fact) => fact.kind === kind)
    .map(({ id, fields }) => {
      const delivered = causesOf(trace, id).find(
        (cause) => trace.kind(cause) === 'amqp.message-delivered',
      )
      const delivery = delivered === undefined ? {} : trace.fact(delivered).fields
      const queue = firstQueue(delivery['message'] ?? null, delivery['queue'] ?? null)
      return `${fields['order']} in ${String(queue)}`
    })
}

/** The orders that are somewhere: in a memory, in the table, in the broker, or under way. */
function carriedOrders(world: World, stage: StageView): ReadonlySet<number | null> {
  const carried = new Set<number | null>()
  for (const { reserved } of world.processes.values()) {
    for (const { order } of reserved) carried.add(order)
  }
  for (const { memory } of world.processes.values()) {
    for (const { order } of memory) carried.add(order)
  }
  for (const unread of world.unread.values()) {
    for (const { command } of unread) if (command.type === 'publish') carried.add(command.order)
  }
  for (const { found } of world.pollers.values()) for (const { order } of found) carried.add(order)
  for (const { order } of world.jobs.values()) carried.add(order)
  const isPolled = [...world.nodes.values()].some(({ kind }) => kind === 'poller')
  if (isPolled) for (const order of world.database.newOrders) carried.add(order)
  // What the broker has and what is under way is shown on the stage, which has a test of its own.
  for (const { ready, unacked } of stage.queues.values()) {
    for (const copies of [ready, unacked])
      for (const { order } of copies.values()) carried.add(order)
  }
  for (const { what, order } of stage.flights) {
    if (what === 'request' || what === 'publish' || what === 'deliver') carried.add(order)
  }
  return carried
}

function repeated<Item>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.indexOf(item) < index)
}

function byNumber(one: number, other: number): number {
  return one - other
}
