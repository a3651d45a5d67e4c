import { START, toMs, between, type FactId, type Trace } from '#engine'
import type { ShopDefinition } from '../definition.ts'
import { orderAttributes, type OrderAttributes } from '../order-attributes.ts'
import { LedgerFold } from './ledger-fold.ts'

/** How far an order has come: the last of these that is true of it. */
export type OrderState =
  'placed' | 'stored' | 'queued' | 'e-mailed' | 'lost' | 'refused' | 'processed'

/** One order as the shop's API tells it. */
export interface OrderRecord extends OrderAttributes {
  readonly order: number
  readonly state: OrderState
  /** E-mails the customer got about it; two are one too many. */
  readonly emails: number
  /** Virtual milliseconds since the run's start. */
  readonly placedAtMs: number
}

interface Account {
  readonly placedAtMs: number
  state: OrderState
  emails: number
}

/** Every order among the first `count` facts of a run, by number, with the ledger's verdict on it. */
export function orderRecords(
  trace: Trace,
  count: number,
  definition: ShopDefinition,
): readonly OrderRecord[] {
  const accounts = new Map<number, Account>()
  const orderOfMessage = new Map<number, number>()
  for (let id = 0 as FactId; id < count; id++) take(trace, id, accounts, orderOfMessage)
  const fold = new LedgerFold(definition)
  fold.advance(trace, 0, count)
  for (const { order } of fold.ledger().lost) reach(accounts, order, 'lost')
  return [...accounts].map(([order, { state, emails, placedAtMs }]) => ({
    order,
    state,
    emails,
    placedAtMs,
    ...orderAttributes(order),
  }))
}

function take(
  trace: Trace,
  id: FactId,
  accounts: Map<number, Account>,
  orderOfMessage: Map<number, number>,
): void {
  switch (trace.kind(id)) {
    case 'shop.order-placed': {
      const placedAtMs = toMs(between(START, trace.at(id)))
      accounts.set(orderOf(trace, id), { placedAtMs, state: 'placed', emails: 0 })
      return
    }
    case 'shop.order-stored':
      reach(accounts, orderOf(trace, id), 'stored')
      return
    case 'amqp.message-published': {
      const sent = trace.cause(id)
      if (sent === null || trace.kind(sent) !== 'net.sent') return
      orderOfMessage.set(trace.number(id, 'message') ?? 0, orderOf(trace, sent))
      return
    }
    case 'amqp.message-queued':
      reach(accounts, orderOfMessage.get(trace.number(id, 'message') ?? 0) ?? 0, 'queued')
      return
    case 'mail.sent': {
      const account = accounts.get(orderOf(trace, id))
      if (account !== undefined) account.emails++
      reach(accounts, orderOf(trace, id), 'e-mailed')
      return
    }
    case 'shop.order-refused':
      reach(accounts, orderOf(trace, id), 'refused')
      return
    case 'shop.order-processed':
      reach(accounts, orderOf(trace, id), 'processed')
      return
    default:
  }
}

const ORDER: readonly OrderState[] = [
  'placed',
  'stored',
  'queued',
  'e-mailed',
  'lost',
  'refused',
  'processed',
]

/** A state is never left for an earlier one. */
function reach(accounts: ReadonlyMap<number, Account>, order: number, state: OrderState): void {
  const account = accounts.get(order)
  if (account === undefined) return
  if (ORDER.indexOf(state) > ORDER.indexOf(account.state)) account.state = state
}

function orderOf(trace: Trace, id: FactId): number {
  return trace.number(id, 'order') ?? 0
}
