import type { Fact } from '#engine'
import type { MarkState } from '../stage/mark.ts'
import type { Selection } from '../stage/stage-context.tsx'

const MARKS: Readonly<Record<string, MarkState>> = {
  'amqp.message-published': 'ready',
  'amqp.message-queued': 'ready',
  'amqp.message-acked': 'ack',
  'amqp.message-requeued': 'redelivered',
  'amqp.message-dead-lettered': 'dead-lettered',
  'amqp.message-refused': 'refused',
  'task.dropped': 'lost',
  'task.failed': 'lost',
  'task.finished': 'ack',
  'process.exited': 'lost',
  'sandbox.exception-thrown': 'lost',
  'sandbox.connect-failed': 'lost',
  'load.sent': 'request',
  'load.cut-off': 'lost',
  'shop.order-placed': 'request',
  'shop.order-refused': 'lost',
  'shop.order-processed': 'ack',
  'mail.accepted': 'mail',
  'mail.sent': 'mail',
  'mail.failed': 'lost',
  'db.queried': 'query',
  'poll.ran': 'query',
}

/** The mark in front of a fact: the same as on the stage. */
export function markOfFact({ kind, fields }: Fact): MarkState {
  if (kind === 'amqp.message-delivered') {
    return fields['redelivered'] === true ? 'redelivered' : 'unacked'
  }
  if (kind === 'amqp.message-unroutable') return fields['returned'] === true ? 'returned' : 'lost'
  if (kind === 'amqp.message-discarded') return fields['reason'] === 'expired' ? 'expired' : 'lost'
  if (kind === 'amqp.message-confirmed') return fields['outcome'] === 'nack' ? 'refused' : 'ack'
  return MARKS[kind] ?? 'control'
}

/** What a fact is about, to be shown beside it. */
export function selectionOfFact({ fields }: Fact): Selection | null {
  const { order, message, process, queue, node } = fields
  if (typeof order === 'number') return { type: 'order', order }
  if (typeof message === 'number') return { type: 'message', message }
  const id = [process, queue, node].find((name) => typeof name === 'string')
  return typeof id === 'string' ? { type: 'node', id } : null
}
