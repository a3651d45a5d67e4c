import type { ShopDefinition, ShopNode } from '#scenarios'
import type { Point } from './geometry/curve.ts'

/** The columns of the stage, in the direction messages go. */
const COLUMN: Readonly<Record<ShopNode['kind'], number>> = {
  customers: 0,
  producer: 0,
  web: 1,
  poller: 1,
  exchange: 2,
  queue: 3,
  worker: 4,
  database: 5,
  mail: 5,
}

/** Width of a node's card by kind; the stage reserves it before anything is drawn. */
export const NODE_WIDTH: Readonly<Record<ShopNode['kind'], number>> = {
  customers: 150,
  producer: 210,
  web: 220,
  poller: 220,
  exchange: 150,
  queue: 236,
  worker: 228,
  database: 168,
  mail: 168,
}

/** About how high a node's card is: close enough to keep the cards of a column apart. */
const NODE_HEIGHT: Readonly<Record<ShopNode['kind'], number>> = {
  customers: 100,
  producer: 140,
  web: 190,
  poller: 0,
  exchange: 96,
  queue: 176,
  worker: 190,
  database: 116,
  mail: 150,
}

const COLUMN_GAP = 84
const ROW_GAP = 36

/** Where each node stands: columns left to right, each centred on the same height. */
export function layOut(definition: ShopDefinition): ReadonlyMap<string, Point> {
  const columns = new Map<number, ShopNode[]>()
  for (const node of definition.nodes) {
    // A poller is a part of its web process's card.
    if (node.kind === 'poller') continue
    const column = COLUMN[node.kind]
    columns.set(column, [...(columns.get(column) ?? []), node])
  }
  const positions = new Map<string, Point>()
  let x = 0
  for (const column of [...columns.keys()].sort((left, right) => left - right)) {
    const nodes = columns.get(column) ?? []
    placeColumn(nodes, x, positions)
    x += Math.max(...nodes.map((node) => NODE_WIDTH[node.kind])) + COLUMN_GAP
  }
  return positions
}

function placeColumn(nodes: readonly ShopNode[], x: number, positions: Map<string, Point>): void {
  const gaps = ROW_GAP * (nodes.length - 1)
  const height = nodes.reduce((sum, node) => sum + NODE_HEIGHT[node.kind], gaps)
  let y = -height / 2
  for (const node of nodes) {
    positions.set(node.id, { x, y })
    y += NODE_HEIGHT[node.kind] + ROW_GAP
  }
}
