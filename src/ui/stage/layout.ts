import type { CompleteNode, CompleteShop, ShopNode } from '#scenarios'
import { chipRows, featuresOf, type Feature } from './features.ts'
import type { Point } from './geometry/curve.ts'
import { queueRows } from './queue-rows.ts'
import { wiresOf, type Players, type Wire } from './wires.ts'

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
/** The height of a row of chips on a queue's card, and of a row of messages. */
const CHIP_ROW = 22
const MESSAGE_ROW = 28
/** A line more on a card. */
const LINE = 18

type Columns = ReadonlyMap<number, readonly CompleteNode[]>

/**
 * Where each node stands: columns left to right, each centred on the same height. In a wide shop the
 * database and the mail provider stand below, side by side, left of the last column, which is often
 * a high one.
 */
export function layOut(
  definition: CompleteShop,
  players: Players = {},
): ReadonlyMap<string, Point> {
  // A poller is a part of its web process's card.
  const nodes = definition.nodes.filter((node) => node.kind !== 'poller')
  const steps = exchangeSteps(definition)
  const columns = columnsOf(nodes, steps)
  const isWide = columns.size > COLUMNS_MAX
  const services = isWide ? nodes.filter(isService) : []
  const flow = isWide
    ? columnsOf(
        nodes.filter((node) => !isService(node)),
        steps,
      )
    : columns
  const positions = new Map<string, Point>()
  const wires = wiresOf(definition)
  const rows = queueRows(definition)
  const heightOf = (node: CompleteNode) =>
    cardHeight(node, rows) + (node.id in players ? codeHeight(node) : 0)
  const isAside = (node: CompleteNode) => isOnlyForDeadLetters(node, wires)
  let x = 0
  const columnsInOrder = [...flow.values()]
  for (const [index, nodesOfColumn] of columnsInOrder.entries()) {
    placeColumn(nodesOfColumn, x, positions, { isAside, heightOf })
    x += Math.max(...nodesOfColumn.map((node) => NODE_WIDTH[node.kind]))
    x += gapAfter(nodesOfColumn, columnsInOrder[index + 1] ?? [], wires)
  }
  placeServices(services, flow, positions, heightOf)
  return positions
}

/**
 * How many exchanges a message passes before it comes to each: what another exchange hands on to
 * stands right of it. In a cycle the way back is left out.
 */
function exchangeSteps({ nodes, bindings }: CompleteShop): ReadonlyMap<string, number> {
  const next = new Map<string, readonly (string | null)[]>()
  for (const node of nodes) {
    if (node.kind !== 'exchange') continue
    const bound = bindings.filter(({ exchange }) => exchange === node.id)
    next.set(node.id, [node.alternate, ...bound.map(({ destination }) => destination)])
  }
  const order: string[] = []
  const seen = new Set<string | null>()
  const visit = (id: string) => {
    if (seen.has(id)) return
    seen.add(id)
    for (const other of next.get(id) ?? []) if (other !== null && next.has(other)) visit(other)
    order.unshift(id)
  }
  for (const id of next.keys()) visit(id)
  const steps = new Map(order.map((id) => [id, 0]))
  for (const [index, id] of order.entries()) {
    for (const other of next.get(id) ?? []) {
      if (other === null || order.indexOf(other) <= index) continue
      steps.set(other, Math.max(steps.get(other) ?? 0, (steps.get(id) ?? 0) + 1))
    }
  }
  return steps
}

function columnsOf(nodes: readonly CompleteNode[], steps: ReadonlyMap<string, number>): Columns {
  const columnOf = ({ kind, id }: CompleteNode) => COLUMN[kind] + (steps.get(id) ?? 0) / 100
  const columns = new Map<number, CompleteNode[]>()
  for (const node of nodes.toSorted((one, other) => columnOf(one) - columnOf(other))) {
    const column = columnOf(node)
    columns.set(column, [...(columns.get(column) ?? []), node])
  }
  return columns
}

function isService({ kind }: ShopNode): boolean {
  return kind === 'database' || kind === 'mail'
}

type HeightOf = (node: CompleteNode) => number

function columnHeight(nodes: readonly CompleteNode[], heightOf: HeightOf): number {
  const gaps = ROW_GAP * (nodes.length - 1)
  return nodes.reduce((sum, node) => sum + heightOf(node), gaps)
}

function cardHeight(node: CompleteNode, rows: 1 | 2): number {
  const height = NODE_HEIGHT[node.kind]
  switch (node.kind) {
    case 'queue':
      return height - 2 * MESSAGE_ROW * (2 - rows) + featureHeight(featuresOf(node))
    case 'exchange':
      return height + (node.alternate === '' ? 0 : LINE)
    case 'web':
      return height + (node.then === 'memory' ? 3 * LINE : 0) + (node.confirm ? LINE : 0)
    case 'producer':
      return height + (node.confirm ? LINE : 0)
    default:
      return height
  }
}

/** Code works on as many orders at once as it likes: two rows of them; and its file is named. */
function codeHeight({ kind }: CompleteNode): number {
  return kind === 'worker' ? MESSAGE_ROW : LINE
}

/** Rows of chips, and the line that says what was given up. */
function featureHeight(features: readonly Feature[]): number {
  return features.length === 0 ? 0 : CHIP_ROW * chipRows(features) + LINE
}

/** Side by side, below the column before the last. */
function placeServices(
  services: readonly CompleteNode[],
  flow: Columns,
  positions: Map<string, Point>,
  heightOf: HeightOf,
): void {
  const column = [...flow.values()].at(-2) ?? []
  const [first] = column
  if (first === undefined) return
  const width = services.reduce((sum, { kind }) => sum + NODE_WIDTH[kind] + ROW_GAP, -ROW_GAP)
  let x = (positions.get(first.id)?.x ?? 0) + (NODE_WIDTH[first.kind] - width) / 2
  const y = columnHeight(column, heightOf) / 2 + ROW_GAP
  for (const node of services) {
    positions.set(node.id, { x, y })
    x += NODE_WIDTH[node.kind] + ROW_GAP
  }
}

/**
 * The cards of a column around one height. What only dead letters come to stands below it, so that
 * what goes the straight way does not run over it.
 */
function placeColumn(
  nodes: readonly CompleteNode[],
  x: number,
  positions: Map<string, Point>,
  { isAside, heightOf }: { isAside: (node: CompleteNode) => boolean; heightOf: HeightOf },
): void {
  const straight = nodes.filter((node) => !isAside(node))
  let y = straight.length === 0 ? ASIDE : -columnHeight(straight, heightOf) / 2
  for (const node of [...straight, ...nodes.filter(isAside)]) {
    positions.set(node.id, { x, y })
    y += heightOf(node) + ROW_GAP
  }
}

/** How far below the middle a column begins that has nothing on the straight way. */
const ASIDE = 40

function isOnlyForDeadLetters({ id, kind }: CompleteNode, wires: readonly Wire[]): boolean {
  const incoming = wires.filter(({ to }) => to === id)
  return (
    kind === 'exchange' &&
    incoming.length > 0 &&
    incoming.every((wire) => wire.kind === 'dead-letter')
  )
}

/** Room for what stands on the lines that leave a column, and for the arcs left of the next one. */
function gapAfter(
  nodes: readonly CompleteNode[],
  next: readonly CompleteNode[],
  wires: readonly Wire[],
): number {
  const isInNext = (id: string) => next.some((node) => node.id === id)
  const hasArcs = wires.some(({ from, to }) => isInNext(from) && isInNext(to))
  const labels = wires.flatMap(({ from, label }) =>
    nodes.some(({ id }) => id === from) ? [label.length] : [],
  )
  const longest = Math.min(Math.max(0, ...labels), LABEL_CHARS)
  return Math.max(COLUMN_GAP, longest * CHAR_WIDTH + LABEL_MARGIN, hasArcs ? ARC_GAP : 0)
}

/** What arcs between the queues of one column need beside them. */
const ARC_GAP = 124
/** A label breaks after about so many letters, each so wide; it keeps off the cards by its margin. */
const LABEL_CHARS = 18
const CHAR_WIDTH = 6.7
const LABEL_MARGIN = 34
