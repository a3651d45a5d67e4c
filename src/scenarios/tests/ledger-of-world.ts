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
    ...repeated(emails),
    ...repeated(finishedCopies(trace, facts)).map(Number.parseFloat),
  ]
  return {
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

function ordersOf(facts: readonly Fact[], kind: string): readonly number[] {
  return facts.filter((fact) => fact.kind === kind).map((fact) => Number(fact.fields['order']))
}

/** Each time work on a message ended well: `order in queue`. */
function finishedCopies(trace: Trace, facts: readonly Fact[]): readonly string[] {
  return facts
    .filter(({ kind, fields }) => kind === 'task.finished' && fields['message'] !== null)
    .map(({ id, fields }) => {
      const delivered = causesOf(trace, id).find(
        (cause) => trace.kind(cause) === 'amqp.message-delivered',
      )
      const queue = delivered === undefined ? null : trace.text(delivered, 'queue')
      return `${fields['order']} in ${queue}`
    })
}

/** The orders that are somewhere: in a memory, in the table, in the broker, or under way. */
function carriedOrders(world: World, stage: StageView): ReadonlySet<number | null> {
  const carried = new Set<number | null>()
  for (const { reserved } of world.processes.values()) {
    for (const { order } of reserved) carried.add(order)
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
