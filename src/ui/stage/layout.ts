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
  producer: 228,
  web: 214,
  poller: 214,
  exchange: 150,
  queue: 224,
  worker: 228,
  database: 168,
  mail: 168,
}

/** About how high a node's card is: close enough to keep the cards of a column apart. */
const NODE_HEIGHT: Readonly<Record<ShopNode['kind'], number>> = {
  customers: 133,
  producer: 140,
  web: 191,
  poller: 0,
  exchange: 96,
  queue: 206,
  worker: 179,
  database: 117,
  mail: 118,
}

const COLUMN_GAP = 72
const ROW_GAP = 24
/** With more columns than this the services stand below, so that the cards stay readable. */
const COLUMNS_MAX = 3

type Columns = ReadonlyMap<number, readonly ShopNode[]>

/**
 * Where each node stands: columns left to right, each centred on the same height. In a wide shop the
 * database and the mail provider stand below, left of the last column, which is often a high one.
 */
export function layOut(definition: ShopDefinition): ReadonlyMap<string, Point> {
  // A poller is a part of its web process's card.
  const nodes = definition.nodes.filter((node) => node.kind !== 'poller')
  const columns = columnsOf(nodes)
  const isWide = columns.size > COLUMNS_MAX
  const services = isWide ? nodes.filter(isService) : []
  const flow = isWide ? columnsOf(nodes.filter((node) => !isService(node))) : columns
  const positions = new Map<string, Point>()
  let x = 0
  for (const nodesOfColumn of flow.values()) {
    placeColumn(nodesOfColumn, x, positions)
    x += Math.max(...nodesOfColumn.map((node) => NODE_WIDTH[node.kind])) + COLUMN_GAP
  }
  placeServices(services, flow, positions)
  return positions
}

function columnsOf(nodes: readonly ShopNode[]): Columns {
  const columns = new Map<number, ShopNode[]>()
  for (const node of nodes.toSorted((one, other) => COLUMN[one.kind] - COLUMN[other.kind])) {
    const column = COLUMN[node.kind]
    columns.set(column, [...(columns.get(column) ?? []), node])
  }
  return columns
}

function isService({ kind }: ShopNode): boolean {
  return kind === 'database' || kind === 'mail'
}

function heightOf(nodes: readonly ShopNode[]): number {
  const gaps = ROW_GAP * (nodes.length - 1)
  return nodes.reduce((sum, node) => sum + NODE_HEIGHT[node.kind], gaps)
}

/** One above the other, below the column before the last. */
function placeServices(
  services: readonly ShopNode[],
  flow: Columns,
  positions: Map<string, Point>,
): void {
  const column = [...flow.values()].at(-2) ?? []
  const [first] = column
  if (first === undefined) return
  const x = positions.get(first.id)?.x ?? 0
  let y = heightOf(column) / 2 + ROW_GAP
  for (const node of services) {
    positions.set(node.id, { x: x + (NODE_WIDTH[first.kind] - NODE_WIDTH[node.kind]) / 2, y })
    y += NODE_HEIGHT[node.kind] + ROW_GAP
  }
}

function placeColumn(nodes: readonly ShopNode[], x: number, positions: Map<string, Point>): void {
  let y = -heightOf(nodes) / 2
  for (const node of nodes) {
    positions.set(node.id, { x, y })
    y += NODE_HEIGHT[node.kind] + ROW_GAP
  }
}
