import type { CompleteBinding, CompleteNode, CompleteShop, ShopNode } from '#scenarios'

/** A line on the stage: what is connected with what, and why. */
export interface Wire {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly kind: 'binding' | 'publish' | 'consume' | 'call' | 'dead-letter' | 'alternate'
  /** The routing key or the headers of a binding; '' where there is nothing to say. */
  readonly label: string
  /** How far it curves aside: two lines between one pair lie apart. */
  readonly bend: number
}

const BEND = 34

/** Files by the processes they play; what code does is not in the shop's definition. */
export type Players = Readonly<Record<string, string>>

/** Every line of a shop. A binding is a line of its own, however many there are between a pair. */
export function wiresOf(definition: CompleteShop, players: Players = {}): readonly Wire[] {
  const known = new Set(definition.nodes.map((node) => node.id))
  const wires = definition.nodes.flatMap((node) => wiresOfNode(node, definition, players))
  for (const binding of definition.bindings) {
    const { id, exchange, queue, destination } = binding
    const to = queue ?? destination ?? ''
    const label = labelOf(binding, definition)
    wires.push({ id: `binding:${id}`, from: exchange, to, kind: 'binding', label, bend: 0 })
  }
  const drawn = wires.filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
  return bent(drawn)
}

/** The wire a queue's dead letters take. */
export function deadLetterWire(queue: string): string {
  return `dead-letter:${queue}`
}

/** What decides whether a message takes a binding: a headers exchange looks at nothing but headers. */
function labelOf(binding: CompleteBinding, { nodes }: CompleteShop): string {
  const exchange = nodes.find(({ id }) => id === binding.exchange)
  const isByHeader = exchange?.kind === 'exchange' && exchange.type === 'headers'
  if (!isByHeader || binding.arguments === null) return binding.routingKey
  const { 'x-match': match = 'all', ...headers } = binding.arguments
  const pairs = Object.entries(headers).map(([name, value]) => `${name}=${asWritten(value)}`)
  return pairs.length < 2 ? pairs.join() : `${match}: ${pairs.join(', ')}`
}

/** A text that could be taken for a number or a flag is quoted: a headers exchange tells them apart. */
function asWritten(value: string | number | boolean): string {
  const isMistakable = typeof value === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(value)
  return isMistakable ? `'${value}'` : String(value)
}

function wiresOfNode(node: CompleteNode, definition: CompleteShop, players: Players): Wire[] {
  const wires: Wire[] = []
  const add = (to: string | undefined, kind: Wire['kind'], from = node.id) => {
    if (to !== undefined) wires.push({ id: `${from}>${to}`, from, to, kind, label: '', bend: 0 })
  }
  const isCode = node.id in players
  const first = (kind: ShopNode['kind']) => definition.nodes.find((one) => one.kind === kind)?.id
  switch (node.kind) {
    case 'customers':
      add(first('web'), 'call')
      break
    case 'web':
      add(first('database'), 'call')
      if (node.then === 'publish') add(publishTarget(node), 'publish')
      if (isCode || sendsMail(node, definition)) add(first('mail'), 'call')
      break
    case 'producer':
      add(publishTarget(node), 'publish')
      break
    case 'exchange': {
      const { id: from, alternate: to } = node
      wires.push({ id: `alternate:${from}`, from, to, kind: 'alternate', label: '', bend: 0 })
      break
    }
    case 'queue':
      wires.push(...deadLetterWires(node))
      break
    case 'worker':
      add(node.id, 'consume', node.queue)
      add(first('database'), 'call')
      if (isCode || node.sendsMail) add(first('mail'), 'call')
      break
    default:
  }
  return wires
}

/** To the dead letter exchange, or through the default one straight to the queue the key names. */
function deadLetterWires(queue: Extract<CompleteNode, { kind: 'queue' }>): Wire[] {
  const { id: from, deadLetterExchange: exchange, deadLetterRoutingKey: key } = queue
  const to = exchange === '' ? key : exchange
  if (to === null) return []
  const label = exchange === '' ? '' : (key ?? '')
  return [{ id: deadLetterWire(from), from, to, kind: 'dead-letter', label, bend: 0 }]
}

/** Through the default exchange a publisher reaches the queue its routing key names. */
function publishTarget(node: { readonly exchange: string; readonly routingKey: string }): string {
  return node.exchange === '' ? node.routingKey : node.exchange
}

function sendsMail(web: Extract<CompleteNode, { kind: 'web' }>, { nodes }: CompleteShop): boolean {
  const hasPoller = nodes.some((node) => node.kind === 'poller' && node.web === web.id)
  return web.then === 'mail' || web.then === 'memory' || hasPoller
}

/** Lines between one pair lie apart, whichever way they lead. */
function bent(wires: readonly Wire[]): readonly Wire[] {
  const pairOf = ({ from, to }: Wire) => [from, to].sort().join(' ')
  const pairs = new Map<string, Wire[]>()
  for (const wire of wires) pairs.set(pairOf(wire), [...(pairs.get(pairOf(wire)) ?? []), wire])
  return wires.map((wire) => {
    const siblings = pairs.get(pairOf(wire)) ?? [wire]
    const index = siblings.indexOf(wire)
    return { ...wire, bend: (index - (siblings.length - 1) / 2) * 2 * BEND }
  })
}
