import { expect, it } from 'vitest'
import {
  createServerMetadata,
  createWireServer,
  readDefinitions,
  type Definitions,
  type WireServer,
} from '#amqp'
import { START, type FactId, type Instant } from '#engine'
import { DefinitionsError, loadDefinitions } from './load-definitions.ts'

function definitionsOf(document: unknown): Definitions {
  const read = readDefinitions(JSON.stringify(document))
  if (!read.ok) throw new DefinitionsError(read.problems)
  return read.definitions
}

function wireServer(wakes: (Instant | null)[] = []): WireServer {
  return createWireServer({
    recorder: { now: START, cause: null, record: () => 0 as FactId },
    wakeAt: (instant) => wakes.push(instant),
  })
}

const QUEUE = { name: 'q', vhost: 'shop', durable: true, auto_delete: false }

it('a server has the virtual hosts of its document only', () => {
  const wire = wireServer()
  const definitions = definitionsOf({ vhosts: [{ name: 'shop' }], queues: [QUEUE] })
  expect(loadDefinitions(wire, createServerMetadata(definitions), definitions)).toEqual([])
  expect([...wire.hosts.keys()]).toEqual(['shop'])
})

it('a queue that expires is waited for at once', () => {
  const wakes: (Instant | null)[] = []
  const queue = { ...QUEUE, vhost: '/', arguments: { 'x-expires': 1_000 } }
  const definitions = definitionsOf({ queues: [queue] })
  loadDefinitions(wireServer(wakes), createServerMetadata(definitions), definitions)
  expect(wakes.at(-1)).toBe(1_000_000)
})

it('what is wrong is an error with every problem', () => {
  const definitions = definitionsOf({ queues: [QUEUE, { ...QUEUE, name: 'p' }] })
  expect(() => loadDefinitions(wireServer(), createServerMetadata(), definitions)).toThrow(
    'queues[0].vhost is "shop"; expected a virtual host that is in vhosts: "/". queues[1].vhost',
  )
})
