import type { NodeOf } from '#scenarios'

/** A setting of a queue worth a chip on its card. */
export interface Feature {
  /** Which sentence explains it. */
  readonly name: string
  /** What the chip shows, as short as RabbitMQ's own pages have it. */
  readonly short: string
  /** What the sentence says about it. */
  readonly value: string | number
}

/** The settings of a queue that are not what every queue has, in the order RabbitMQ's pages show them. */
export function featuresOf(queue: NodeOf<'queue'>): readonly Feature[] {
  const features: Feature[] = []
  const add = (name: string, short: string, value: string | number = '') => {
    features.push({ name, short, value })
  }
  if (queue.type === 'quorum') add('quorum', 'quorum')
  if (queue.messageTtlMs !== null) {
    const seconds = queue.messageTtlMs / 1_000
    add('ttl', `TTL ${seconds} s`, seconds)
  }
  if (queue.maxLength !== null) {
    add('limit', `Lim ${queue.maxLength}`, queue.maxLength)
    if (queue.overflow !== 'drop-head') add(queue.overflow, 'Ovfl')
  }
  if (queue.maxPriority !== null) add('priority', `Pri ${queue.maxPriority}`, queue.maxPriority)
  if (queue.singleActiveConsumer) add('single', 'SAC')
  if (queue.type === 'quorum' && queue.deliveryLimit !== null) {
    add('delivery', `DelLim ${queue.deliveryLimit}`, queue.deliveryLimit + 1)
  }
  const { deadLetterExchange: exchange, deadLetterRoutingKey: key } = queue
  if (exchange !== null) add('deadLetter', 'DLX', exchange === '' ? '(default)' : exchange)
  if (key !== null) add('deadLetterKey', 'DLK', key)
  return features
}

/** How many rows the chips of a queue take on its card. */
export function chipRows(features: readonly Feature[]): number {
  let rows = 0
  let used = ROW_WIDTH
  for (const { short } of features) {
    const width = short.length * CHIP_CHAR + CHIP_FRAME
    if (used + width > ROW_WIDTH) {
      rows++
      used = 0
    }
    used += width
  }
  return rows
}

/** What a card has for its chips, and what a letter, the frame and the gap of one take, pixels. */
const ROW_WIDTH = 203
const CHIP_CHAR = 7.2
const CHIP_FRAME = 15
