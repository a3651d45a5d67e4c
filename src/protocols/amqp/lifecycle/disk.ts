import { after } from '#engine'
import type { Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ConfirmAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import type { Message } from '../state/message.ts'
import { plan } from '../state/timers.ts'
import { sendConfirm, sendConfirms, type Confirmed } from './confirms.ts'

/** Whether a copy in this queue is safe only when it is on disk, and that takes time. */
export function needsWrite(broker: Broker, queue: Queue, message: Message): boolean {
  if (broker.settings.diskWriteTime === 0) return false
  return queue.type === 'classic' ? queue.durable && message.persistent : true
}

/** Starts writing a copy. */
export function startWrite(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  message: Message,
  confirm: ConfirmAddress | null,
): void {
  const due = after(context.recorder.now, broker.settings.diskWriteTime)
  const { pendingWrites } = broker
  const last = pendingWrites[pendingWrites.length - 1]
  if (last === undefined || last.due !== due) plan(broker.timers, due, { type: 'disk' })
  const write = { due, queueSerial: queue.serial, message: message.id, confirm }
  pendingWrites.push(Object.freeze(write))
}

/** Ends the writes that are due and confirms what is safe now, many with one frame. */
export function finishWrites(broker: Broker, context: BrokerContext): void {
  const { now } = context.recorder
  const done = broker.pendingWrites.filter(({ due }) => due <= now)
  broker.pendingWrites = broker.pendingWrites.filter(({ due }) => due > now)
  confirmWritten(
    broker,
    context,
    done.flatMap(({ confirm }) => (confirm === null ? [] : [confirm])),
  )
}

/** Counts one queue more that has each of these messages, and confirms those that all have. */
export function confirmWritten(
  broker: Broker,
  context: BrokerContext,
  written: readonly ConfirmAddress[],
): void {
  const confirmed = new Map<Channel, Confirmed[]>()
  for (const confirm of written) {
    const channel = channelOf(broker, confirm)
    if (channel === null) continue
    const waiting = channel.confirms?.waiting.get(confirm.tag)
    if (waiting === undefined) continue
    waiting.writesLeft--
    if (waiting.writesLeft > 0) continue
    channel.confirms?.waiting.delete(confirm.tag)
    const { message, cause } = waiting
    const list = confirmed.get(channel)
    if (list === undefined) confirmed.set(channel, [{ tag: confirm.tag, message, cause }])
    else list.push({ tag: confirm.tag, message, cause })
  }
  for (const [channel, list] of confirmed) {
    list.sort((one, other) => one.tag - other.tag)
    sendConfirms(context, channel, list)
  }
}

/** Tells the publisher that a queue has refused what waited for it. */
export function confirmRefused(
  broker: Broker,
  context: BrokerContext,
  confirm: ConfirmAddress,
): void {
  const channel = channelOf(broker, confirm)
  const waiting = channel?.confirms?.waiting.get(confirm.tag)
  if (channel === null || waiting === undefined) return
  channel.confirms?.waiting.delete(confirm.tag)
  const { message, cause } = waiting
  sendConfirm(context, channel, { tag: confirm.tag, message, cause }, 'nack')
}

/** What a hard kill loses: copies by the serial of their queue and the number of their message. */
export function unwrittenCopies(broker: Broker): ReadonlySet<string> {
  return new Set(broker.pendingWrites.map((write) => copyKey(write.queueSerial, write.message)))
}

/** Names a copy in {@link unwrittenCopies}. */
export function copyKey(queueSerial: number, message: number): string {
  return `${String(queueSerial)}/${String(message)}`
}

function channelOf(broker: Broker, address: ConfirmAddress): Channel | null {
  const channel = broker.connections.get(address.connection)?.channels.get(address.channel)
  return channel !== undefined && channel.serial === address.serial ? channel : null
}
