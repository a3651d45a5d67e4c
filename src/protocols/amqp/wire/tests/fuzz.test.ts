import { seconds } from '#engine'
import { describe, expect, it } from 'vitest'
import { tableOf, type Table } from '../../state/table.ts'
import { METHODS, type WireMethodName, type WireType } from '../method-table.ts'
import type { WireAnswer } from '../method.ts'
import { frameBytes, methodBytes, publishBytes, wireWorld, type WireWorld } from './wire-world.ts'

/**
 * Goal: whatever bytes a client sends, the server neither throws nor hangs, and nothing of the client
 * is left when its stream is gone. Method: random bytes, and frames that make sense, mutated.
 */
const INPUTS = 200_000
const INPUTS_PER_SERVER = 500
const SEEDS = [1, 2, 3, 4]
/** Frames are made once and put together anew for each input. */
const POOL_SIZE = 5_000

describe('the fuzzer', () => {
  let inputs = 0

  it.each(SEEDS)(
    '[A-28] no bytes make the server throw, hang or keep a connection (seed %i)',
    (seed) => {
      const random = xorshift(seed)
      const pool = Array.from({ length: POOL_SIZE }, () => anyFrames(random))
      const share = INPUTS / SEEDS.length
      for (let done = 0; done < share; done += INPUTS_PER_SERVER) {
        const world = wireWorld({ limits: { unfinishedBytes: 100_000, messageBytes: 50_000 } })
        prepare(world)
        for (let index = 0; index < INPUTS_PER_SERVER; index++) {
          inputs++
          attack(world, random, pool, `seed ${seed}, input ${done + index}`)
        }
        expectNothingLeft(world)
      }
    },
    60_000,
  )

  it('[A-28] has sent as many inputs as it says', () => {
    expect(inputs).toBe(INPUTS)
  })
})

/** Something is there already, so that commands find what they name. */
function prepare(world: WireWorld): void {
  const client = world.connect()
  client.send(1, { method: 'channel.open' })
  for (const exchange of ['x', 'y']) {
    client.send(1, { method: 'exchange.declare', exchange, type: 'topic' })
  }
  for (const queue of ['q', 'r', 'a.b']) {
    client.send(1, { method: 'queue.declare', queue })
    client.send(1, { method: 'queue.bind', queue, exchange: 'x', routingKey: '#' })
  }
  client.end.closed()
}

type Random = (below: number) => number

function attack(world: WireWorld, random: Random, pool: readonly Uint8Array[], name: string): void {
  try {
    const isRaw = random(4) === 0
    const client = world.connect({ isRaw, frameMax: 4_096 })
    const stream = isRaw ? randomStream(random) : session(random, pool)
    const pieceSize = random(3) === 0 ? 1 + random(20) : stream.length
    for (let at = 0; at < stream.length && !client.isEnded; at += Math.max(1, pieceSize)) {
      client.end.receive(stream.slice(at, at + Math.max(1, pieceSize)))
    }
    if (random(50) === 0) world.wait(seconds(random(40)))
    client.end.closed()
  } catch (error) {
    throw new Error(`the server threw at ${name}`, { cause: error })
  }
}

function expectNothingLeft({ server }: WireWorld): void {
  const { broker } = server.hosts.get('/') ?? {}
  expect({
    connections: server.connections.size,
    brokerConnections: broker?.connections.size,
    dirty: server.dirty.size,
    held: server.heldConnections.size,
    unfinished: server.unfinishedBytes,
  }).toEqual({ connections: 0, brokerConnections: 0, dirty: 0, held: 0, unfinished: 0 })
}

/** Bytes that begin like the protocol, or do not. */
function randomStream(random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: random(120) }, () => random(256))
  if (random(2) === 0)
    bytes.set(Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1).subarray(0, bytes.length))
  if (random(2) === 0 && bytes.length > 16)
    bytes.set(Uint8Array.of(random(10), 0, 0, 0, 0, 0, 4), 8)
  return bytes
}

/** Some commands of a client, more or less in order, with some bytes changed. */
function session(random: Random, pool: readonly Uint8Array[]): Uint8Array {
  const frames = [methodBytes(1, { method: 'channel.open' })]
  const count = 1 + random(12)
  for (let index = 0; index < count; index++) frames.push(pick(random, pool))
  if (random(8) === 0) frames.splice(random(frames.length), 1)
  const stream = Buffer.concat(frames)
  const mutations = random(2) === 0 ? 0 : 1 + random(3)
  return mutate(new Uint8Array(stream), random, mutations)
}

function anyFrames(random: Random): Uint8Array {
  const channel = random(25) === 0 ? random(3) : 1
  switch (random(12)) {
    case 0:
      return frameBytes(
        random(10),
        channel,
        Uint8Array.from({ length: random(40) }, () => random(256)),
      )
    case 1:
    case 2:
      return publishBytes(channel, {
        exchange: pick(random, NAMES),
        routingKey: pick(random, NAMES),
        body: 'b'.repeat(random(2) * random(9_000)),
        mandatory: random(2) === 0,
        properties: {
          headers: pick(random, TABLES),
          deliveryMode: random(3),
          priority: random(12),
        },
      })
    case 3:
      return methodBytes(channel, { method: 'basic.consume', queue: pick(random, NAMES) })
    default:
      return methodBytes(channel, anyMethod(random))
  }
}

const METHOD_NAMES = Object.keys(METHODS) as readonly WireMethodName[]
/** Methods clients really send on a channel come more often. */
const USUAL = METHOD_NAMES.filter(
  (name) =>
    /^(exchange|queue|basic|confirm|tx)/.test(name) && !/-ok|empty|deliver|return/.test(name),
)

function anyMethod(random: Random): WireAnswer {
  const method = pick(random, random(12) === 0 ? METHOD_NAMES : USUAL)
  const fields = (METHODS[method][2] ?? {}) as Readonly<Record<string, WireType>>
  const values = Object.entries(fields).map(([field, type]) => [
    field,
    anyValue(random, field, type),
  ])
  return { method, ...Object.fromEntries(values) } as WireAnswer
}

const NAMES = ['', 'q', 'q', 'r', 'x', 'y', 'amq.topic', 'amq.headers', 'a.b', '#', 't']
const TYPES = ['direct', 'fanout', 'topic', 'headers', 'fanout', 'topic', 'direct', 'nosuch']
const TABLES: readonly Table[] = [
  {},
  { 'x-max-length': 2 },
  { 'x-max-length': 1, 'x-overflow': 'reject-publish' },
  { 'x-message-ttl': 0 },
  { 'x-message-ttl': 1_000, 'x-dead-letter-exchange': 'x', 'x-dead-letter-routing-key': 'r' },
  { 'x-dead-letter-exchange': '', 'x-max-length': 1 },
  { 'x-expires': 2_000 },
  { 'x-max-priority': 5 },
  { 'x-queue-type': 'quorum', 'x-delivery-limit': 2 },
  { 'x-queue-type': 'stream' },
  { 'x-single-active-consumer': true },
  { 'x-priority': 3 },
  { 'alternate-exchange': 'x' },
  { 'x-match': 'any', a: 1 },
  { CC: ['q', 'r'], BCC: ['x'] },
  { 'x-max-length': 'wrong', 'x-expires': -1 },
].map((plain) => tableOf(plain))

function anyValue(random: Random, field: string, type: WireType): unknown {
  switch (type) {
    case 'octet':
    case 'short':
    case 'long':
    case 'longlong':
      if (field === 'prefetchSize' && random(20) > 0) return 0
      return random(6) === 0 ? random(70_000) % 65_536 : random(4)
    case 'bit':
      if (field === 'requeue' || field === 'active') return random(20) > 0
      if (field === 'passive' || field === 'immediate' || field === 'exclusive')
        return random(20) === 0
      return random(4) === 0
    case 'shortstr':
      return pick(random, field === 'type' ? TYPES : NAMES)
    case 'longstr':
      return pick(random, NAMES)
    case 'table':
      return pick(random, TABLES)
  }
}

function mutate(stream: Uint8Array, random: Random, count: number): Uint8Array {
  let bytes = stream
  for (let index = 0; index < count && bytes.length > 0; index++) {
    const at = random(bytes.length)
    switch (random(4)) {
      case 0:
        bytes[at] = random(256)
        break
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
        break
      case 2:
        bytes = bytes.slice(0, at)
        break
      default: {
        const cut = at + 1 + random(8)
        bytes.copyWithin(at, cut)
        bytes = bytes.slice(0, Math.max(at, bytes.length - (cut - at)))
      }
    }
  }
  return bytes
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random(values.length)] as Value
}

/** Numbers that look like chance and come again with the same seed. */
function xorshift(seed: number): Random {
  let state = (seed * 2_654_435_769) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}
