import type { FactId, Trace } from '#engine'

/** What the ledger lists beside an order's end: things that went another way than planned. */
export interface LedgerNotes {
  readonly returned: Map<number, Note>
  readonly deadLettered: Map<number, Note>
  readonly dropped: Map<number, Note>
  readonly queueRefused: Map<number, Note>
  readonly stale: Map<number, Note>
}

/** Where it happened to an order for the first time. Frozen: copies of the fold share it. */
export interface Note {
  readonly fact: FactId
  /** The broker's reason; '' where the list says it all. */
  readonly detail: string
}

/** Nothing to tell yet. */
export function createNotes(): LedgerNotes {
  return {
    returned: new Map(),
    deadLettered: new Map(),
    dropped: new Map(),
    queueRefused: new Map(),
    stale: new Map(),
  }
}

/** Notes what a fact tells about an order; most facts tell nothing of the kind. */
export function takeNote(notes: LedgerNotes, trace: Trace, id: FactId, order: number | null): void {
  const list = listOf(trace, id)
  if (list === null || order === null || notes[list].has(order)) return
  const detail = trace.kind(id) === 'amqp.message-unroutable' ? 'unroutable' : reasonOf(trace, id)
  notes[list].set(order, Object.freeze({ fact: id, detail }))
}

function reasonOf(trace: Trace, id: FactId): string {
  const kind = trace.kind(id)
  const hasReason = kind === 'amqp.message-discarded' || kind === 'amqp.message-dead-lettered'
  return hasReason ? (trace.text(id, 'reason') ?? '') : ''
}

function listOf(trace: Trace, id: FactId): keyof LedgerNotes | null {
  switch (trace.kind(id)) {
    case 'amqp.message-unroutable':
      return trace.flag(id, 'returned') ? 'returned' : 'dropped'
    case 'amqp.message-dead-lettered':
      return 'deadLettered'
    case 'amqp.message-discarded':
      return 'dropped'
    case 'amqp.message-refused':
      return 'queueRefused'
    case 'shop.order-stale':
      return 'stale'
    default:
      return null
  }
}
