import type { Fact, FactId, Trace } from '#engine'

/** Which facts the list shows. */
export type FactGroup = 'story' | 'orders' | 'messages' | 'processes' | 'network' | 'all'

export const factGroups: readonly FactGroup[] = [
  'story',
  'orders',
  'messages',
  'processes',
  'network',
  'all',
]

/** The kinds of the story: what one would tell of the run; the rest is how it came about. */
const STORY = new Set([
  'run.input',
  'run.stopped',
  'shop.order-placed',
  'shop.order-refused',
  'shop.order-processed',
  'shop.order-changed',
  'shop.order-stale',
  'shop.input-refused',
  'sandbox.exception-thrown',
  'sandbox.connect-failed',
  'sandbox.line-printed',
  'sandbox.fetched',
  'load.started',
  'load.cut-off',
  'load.finished',
  'shop.configured',
  'poll.ran',
  'mail.sent',
  'mail.failed',
  'task.started',
  'task.skipped',
  'task.failed',
  'task.dropped',
  'process.started',
  'process.stopping',
  'process.exited',
  'amqp.message-queued',
  'amqp.message-unroutable',
  'amqp.message-delivered',
  'amqp.message-acked',
  'amqp.message-requeued',
  'amqp.message-discarded',
  'amqp.message-dead-lettered',
  'amqp.message-refused',
  'amqp.message-confirmed',
  'amqp.consumer-activated',
  'amqp.connection-blocked',
  'amqp.connection-unblocked',
  'amqp.alarm-changed',
  'amqp.broker-stopped',
  'amqp.broker-started',
  'amqp.channel-closed',
])

/** True when a kind of fact belongs to a group. */
export function isInGroup(kind: string, group: FactGroup): boolean {
  switch (group) {
    case 'all':
      return true
    case 'story':
      return STORY.has(kind)
    case 'orders':
      return ['shop.order', 'task.', 'mail.', 'load.'].some((start) => kind.startsWith(start))
    case 'messages':
      return kind.startsWith('amqp.')
    case 'processes':
      return ['process.', 'sandbox.', 'amqp.co'].some((start) => kind.startsWith(start))
    case 'network':
      return kind.startsWith('net.') || kind.startsWith('db.')
  }
}

/** Facts looked at for one answer at most: an old run is searched from its end. */
const SEARCH_MAX = 200_000

/**
 * The last `limit` facts before `until` that are in the group and contain the text.
 *
 * @param describe gives a fact as the sentence the person reads.
 */
export function lastFacts(
  trace: Trace,
  until: number,
  query: { readonly group: FactGroup; readonly text: string; readonly limit: number },
  describe: (fact: Fact) => string,
): readonly Fact[] {
  const found: Fact[] = []
  const text = query.text.trim().toLowerCase()
  const first = Math.max(0, until - SEARCH_MAX)
  for (let id = until - 1; id >= first && found.length < query.limit; id--) {
    if (!isInGroup(trace.kind(id as FactId), query.group)) continue
    const fact = trace.fact(id as FactId)
    const isWanted = text === '' || `${describe(fact)} ${fact.kind}`.toLowerCase().includes(text)
    if (isWanted) found.push(fact)
  }
  return found.reverse()
}
