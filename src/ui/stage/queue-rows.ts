import type { ShopDefinition } from '#scenarios'

/** With more queues than this a card shows less of each, so that all of them stay readable. */
const FEW_QUEUES = 2

/** Rows of messages a queue's card shows, of what is ready and of what is unacked. */
export function queueRows({ nodes }: Pick<ShopDefinition, 'nodes'>): 1 | 2 {
  return nodes.filter(({ kind }) => kind === 'queue').length > FEW_QUEUES ? 1 : 2
}
