import type { ShopDefinition, ShopNode } from '#scenarios'

/** A line on the stage: what is connected with what, and why. */
export interface Wire {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly kind: 'binding' | 'publish' | 'consume' | 'call'
  /** The routing key of a binding; '' where there is nothing to say. */
  readonly label: string
  /** How far it curves aside: two lines between one pair lie apart. */
  readonly bend: number
}

const BEND = 34

/** Every line of a shop. A binding is a line of its own, however many there are between a pair. */
export function wiresOf(definition: ShopDefinition): readonly Wire[] {
  const known = new Set(definition.nodes.map((node) => node.id))
  const wires = definition.nodes.flatMap((node) => wiresOfNode(node, definition))
  for (const { id, exchange, queue, routingKey } of definition.bindings) {
    const label = routingKey === '' ? '' : routingKey
    wires.push({ id: `binding:${id}`, from: exchange, to: queue, kind: 'binding', label, bend: 0 })
  }
  return bent(wires.filter(({ from, to }) => known.has(from) && known.has(to)))
}

function wiresOfNode(node: ShopNode, definition: ShopDefinition): Wire[] {
  const wires: Wire[] = []
  const add = (to: string | undefined, kind: Wire['kind'], from = node.id) => {
    if (to !== undefined) wires.push({ id: `${from}>${to}`, from, to, kind, label: '', bend: 0 })
  }
  const first = (kind: ShopNode['kind']) => definition.nodes.find((one) => one.kind === kind)?.id
  switch (node.kind) {
    case 'customers':
      add(first('web'), 'call')
      break
    case 'web':
      add(first('database'), 'call')
      if (node.then === 'publish') add(publishTarget(node), 'publish')
      if (node.then === 'mail' || hasPoller(definition, node.id)) add(first('mail'), 'call')
      break
    case 'producer':
      add(publishTarget(node), 'publish')
      break
    case 'worker':
      add(node.id, 'consume', node.queue)
      add(first('database'), 'call')
      if (node.sendsMail) add(first('mail'), 'call')
      break
    default:
  }
  return wires
}

/** Through the default exchange a publisher reaches the queue its routing key names. */
function publishTarget(node: { readonly exchange: string; readonly routingKey: string }): string {
  return node.exchange === '' ? node.routingKey : node.exchange
}

function hasPoller(definition: ShopDefinition, web: string): boolean {
  return definition.nodes.some((node) => node.kind === 'poller' && node.web === web)
}

function bent(wires: readonly Wire[]): readonly Wire[] {
  const pairs = new Map<string, Wire[]>()
  for (const wire of wires) {
    const pair = `${wire.from} ${wire.to}`
    pairs.set(pair, [...(pairs.get(pair) ?? []), wire])
  }
  return wires.map((wire) => {
    const siblings = pairs.get(`${wire.from} ${wire.to}`) ?? [wire]
    const index = siblings.indexOf(wire)
    return { ...wire, bend: (index - (siblings.length - 1) / 2) * 2 * BEND }
  })
}
