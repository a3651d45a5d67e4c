import type { FactId, Trace } from '#engine'
import { completeBinding, completeNode } from '../complete.ts'
import type { CompleteNode } from '../definition.ts'
import type { StageState } from './stage-state.ts'

// Code that a person wrote declares what the shop's own definition does not know. It is on the stage
// like everything else; what the definition has stays as it is there.

/** A queue that somebody declared, as a node of the stage. */
export function addDeclaredQueue(state: StageState, trace: Trace, id: FactId): void {
  const name = trace.text(id, 'queue') ?? ''
  if (state.nodes.has(name)) return
  const given = trace.text(id, 'arguments') ?? ''
  const numberOf = (key: string) => {
    const text = valueIn(given, key)
    return text === null ? null : Number(text)
  }
  const node = completeNode({
    kind: 'queue',
    id: name,
    durable: trace.flag(id, 'durable'),
    type: trace.text(id, 'type') === 'quorum' ? 'quorum' : 'classic',
    messageTtlMs: numberOf('x-message-ttl'),
    maxLength: numberOf('x-max-length'),
    maxPriority: numberOf('x-max-priority'),
    deadLetterExchange: valueIn(given, 'x-dead-letter-exchange'),
    deadLetterRoutingKey: valueIn(given, 'x-dead-letter-routing-key'),
    singleActiveConsumer: valueIn(given, 'x-single-active-consumer') === 'true',
  })
  add(state, node)
}

/** An exchange that somebody declared, as a node of the stage; the broker's own are none. */
export function addDeclaredExchange(state: StageState, trace: Trace, id: FactId): void {
  const name = trace.text(id, 'exchange') ?? ''
  const type = trace.text(id, 'type') ?? ''
  const isShown = type === 'direct' || type === 'fanout' || type === 'topic' || type === 'headers'
  if (!isShown || name === '' || name.startsWith('amq.') || state.nodes.has(name)) return
  const given = trace.text(id, 'arguments') ?? ''
  const alternate = valueIn(given, 'alternate-exchange') ?? ''
  add(
    state,
    completeNode({
      kind: 'exchange',
      id: name,
      type,
      alternate,
      durable: trace.flag(id, 'durable'),
    }),
  )
}

/** A queue or an exchange is gone: its node too, unless the shop's definition has it. */
export function removeDeclared(state: StageState, name: string): void {
  if (state.declared.delete(name)) state.nodes.delete(name)
}

/** A binding that somebody made between nodes of the stage. */
export function addDeclaredBinding(state: StageState, trace: Trace, id: FactId): void {
  const binding = trace.text(id, 'binding') ?? ''
  const exchange = trace.text(id, 'exchange') ?? ''
  const queue = trace.text(id, 'queue')
  const destination = trace.text(id, 'destination')
  const end = queue ?? destination ?? ''
  if (!state.nodes.has(exchange) || !state.nodes.has(end)) return
  const routingKey = trace.text(id, 'routingKey') ?? ''
  state.bindings.set(
    binding,
    completeBinding({ id: binding, exchange, queue, destination, routingKey }),
  )
}

function add(state: StageState, node: CompleteNode): void {
  state.nodes.set(node.id, node)
  state.declared.add(node.id)
}

/** A value in arguments as the broker's facts tell them; null when it is not among them. */
function valueIn(given: string, key: string): string | null {
  const found = given.split(', ').find((one) => one.startsWith(`${key}=`))
  return found === undefined ? null : found.slice(key.length + 1)
}
