import { headersModeError } from '../routing/headers-match.ts'
import { tableKey } from '../state/table-key.ts'
import type { Table } from '../state/table.ts'
import type { BindingItem, ExchangeItem, QueueItem } from './definitions.ts'
import { keyOf } from './definitions.ts'
import { readArguments, readChoice, readFlag, readText, type Fields } from './fields.ts'
import { pathTo } from './problem.ts'
import { itemOf } from './read-access.ts'

/** Reads an exchange. */
export function readExchange(fields: Fields): ExchangeItem {
  const virtualHost = readText(fields, 'vhost')
  const name = readText(fields, 'name')
  return {
    ...itemOf(fields, virtualHost, name),
    virtualHost,
    name,
    type: readChoice(fields, 'type', ['direct', 'fanout', 'topic', 'headers']),
    durable: readFlag(fields, 'durable'),
    autoDelete: readFlag(fields, 'auto_delete'),
    // RabbitMQ writes no internal exchanges; whoever writes by hand may.
    internal: readFlag(fields, 'internal', false),
    arguments: readArguments(fields),
  }
}

/** Reads a queue. */
export function readQueue(fields: Fields): QueueItem {
  const virtualHost = readText(fields, 'vhost')
  const name = readText(fields, 'name')
  const queue = {
    ...itemOf(fields, virtualHost, name),
    virtualHost,
    name,
    durable: readFlag(fields, 'durable'),
    autoDelete: readFlag(fields, 'auto_delete'),
    arguments: readArguments(fields),
  }
  noteOtherType(fields, queue.arguments)
  return queue
}

/** Reads a binding. */
export function readBinding(fields: Fields): BindingItem {
  const virtualHost = readText(fields, 'vhost')
  const source = readText(fields, 'source')
  const destination = readText(fields, 'destination')
  const destinationKind = readChoice(fields, 'destination_type', ['queue', 'exchange'])
  const routingKey = readText(fields, 'routing_key')
  const table = readArguments(fields)
  const ends = { source, destinationKind, destination, routingKey, arguments: table }
  const key = bindingKey({ virtualHost, ...ends })
  return { path: fields.path, key, raw: fields.table, virtualHost, ...ends }
}

/** What tells bindings apart: their ends, their key and their arguments. */
export function bindingKey(
  binding: Pick<
    BindingItem,
    'virtualHost' | 'source' | 'destinationKind' | 'destination' | 'routingKey' | 'arguments'
  >,
): string {
  const { virtualHost, source, destinationKind, destination, routingKey } = binding
  const argumentsKey = tableKey(binding.arguments)
  return keyOf(virtualHost, source, destinationKind, destination, routingKey, argumentsKey)
}

/** Notes an `x-match` no headers exchange knows. */
export function noteWrongMatch(
  binding: BindingItem,
  problems: { path: string; text: string }[],
): void {
  const reason = headersModeError(binding.arguments)
  if (reason === null) return
  const path = pathTo(pathTo(binding.path, 'arguments'), 'x-match')
  problems.push({ path, text: `is refused by the broker: ${reason}` })
}

/** A queue's type is what its arguments say; the field beside them only repeats it. */
function noteOtherType(fields: Fields, queueArguments: Table): void {
  if (!fields.table.has('type')) return
  const type = readChoice(fields, 'type', ['classic', 'quorum', 'stream'])
  const argument = queueArguments.get('x-queue-type')
  const meant = argument?.type === 'longstr' ? String(argument.value) : 'classic'
  const isKnown = ['classic', 'quorum', 'stream'].includes(meant)
  if (type === meant || !isKnown || fields.problems.some(({ path }) => path === typePath(fields))) {
    return
  }
  const text = `is "${type}", but arguments.x-queue-type makes it "${meant}"; expected the same`
  fields.problems.push({ path: typePath(fields), text })
}

function typePath({ path }: Fields): string {
  return pathTo(path, 'type')
}
