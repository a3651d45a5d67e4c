import type { Channel, Options } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const QUEUE_CASES: readonly Case[] = [
  {
    id: 'redeclare-tells-counts',
    title: 'an equal redeclaration tells ready messages and consumers',
    rules: ['R-46', 'R-20'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      const results: unknown[] = [await ch.assertQueue(q)]
      await ch.get(q)
      results.push(await ch.assertQueue(q), await ch.checkQueue(q))
      await s.consume(ch, q)
      await s.settle(ch)
      results.push(await ch.checkQueue(q))
      return results
    },
  },
  {
    id: 'queue-equivalence',
    title: 'redeclaring a queue compares its properties',
    rules: ['R-47', 'R-50'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const transient = await s.queue(ch, { durable: false, autoDelete: true }, 'transient')
      return s.verdicts({
        same: (other) => other.assertQueue(q),
        durable: (other) => other.assertQueue(q, { durable: false }),
        'auto-delete': (other) => other.assertQueue(q, { autoDelete: true }),
        both: (other) => other.assertQueue(q, { durable: false, autoDelete: true }),
        exclusive: (other) => other.assertQueue(q, { exclusive: true }),
        'exclusive and durable': (other) =>
          other.assertQueue(q, { exclusive: true, durable: false }),
        'transient as durable': (other) => other.assertQueue(transient, { autoDelete: true }),
        'transient kept': (other) => other.assertQueue(transient, { durable: false }),
        'unknown argument': (other) => other.assertQueue(q, { arguments: { 'x-own': 1 } }),
        'type classic': (other) =>
          other.assertQueue(q, { arguments: { 'x-queue-type': 'classic' } }),
        'type quorum': (other) => other.assertQueue(q, { arguments: { 'x-queue-type': 'quorum' } }),
      })
    },
  },
  {
    id: 'queue-argument-equivalence',
    title: 'redeclaring a queue compares the arguments the broker knows',
    rules: ['R-48', 'R-46'],
    async run(s) {
      const ch = await s.channel()
      const bare = await s.queue(ch, {}, 'bare')
      const set: Readonly<Record<string, readonly [unknown, unknown]>> = {
        'x-message-ttl': [1000, 2000],
        'x-expires': [100_000, 200_000],
        'x-max-length': [100, 200],
        'x-max-length-bytes': [100, 200],
        'x-max-priority': [5, 6],
        'x-overflow': ['drop-head', 'reject-publish'],
        'x-queue-mode': ['lazy', 'default'],
        'x-dead-letter-exchange': ['a', 'b'],
        'x-single-active-consumer': [true, false],
        'x-queue-version': [1, 2],
        'x-queue-master-locator': ['min-masters', 'client-local'],
        'x-delivery-limit': [1, 2],
        'x-own': [1, 'b'],
      }
      const results: unknown[] = []
      for (const [name, [current, other]] of Object.entries(set)) {
        const declare = (q: string, value?: unknown) => (channel: Channel) =>
          channel.assertQueue(q, { arguments: value === undefined ? {} : { [name]: value } })
        const verdicts = await s.verdicts({
          [`${name} set`]: declare(s.name(name), current),
          same: declare(s.name(name), current),
          other: declare(s.name(name), other),
          'left out': declare(s.name(name)),
          added: declare(bare, current),
        })
        results.push(verdicts)
      }
      return results
    },
  },
  {
    id: 'argument-number-types',
    title: 'equal numbers of different wire types are equivalent',
    rules: ['R-48'],
    async run(s) {
      const declare = (value: unknown) => (ch: Channel) =>
        ch.assertQueue(s.name('q'), { arguments: { 'x-max-length': value } })
      return s.verdicts({
        byte: declare(100),
        short: declare({ '!': 'short', value: 100 }),
        long: declare({ '!': 'long', value: 100 }),
        text: declare('100'),
        double: declare({ '!': 'double', value: 100 }),
        differs: declare({ '!': 'long', value: 101 }),
        large: declare(100_000),
        'larger than 32 bits': declare(10_000_000_000),
      })
    },
  },
  {
    id: 'passive-declare',
    title: 'a passive declaration ignores properties and refuses what is missing',
    rules: ['R-49'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { durable: false, maxLength: 3 })
      const raw = await s.rawChannel()
      const passive = (queue: string, values: object) =>
        raw.call(1, 'queue.declare', { queue, passive: true, ...values })
      return [
        await passive(q, { durable: true, autoDelete: true, arguments: { 'x-max-length': 9 } }),
        await passive(q, { arguments: { 'x-message-ttl': -1 } }),
        await raw.call(1, 'exchange.declare', {
          exchange: 'amq.direct',
          type: 'no',
          passive: true,
        }),
        await passive(q, { exclusive: true }),
        await passive(s.name('nosuch'), {}),
      ]
    },
  },
  {
    id: 'exclusive-queue',
    title: 'an exclusive queue is locked for every other connection',
    rules: ['R-50', 'R-51'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { exclusive: true })
      const sibling = await s.channel('sibling')
      const results: unknown[] = [await sibling.checkQueue(q)]
      results.push(
        await s.verdicts({
          declare: (other) => other.assertQueue(q, { exclusive: true }),
          'declare shared': (other) => other.assertQueue(q),
          check: (other) => other.checkQueue(q),
          consume: (other) => other.consume(q, () => undefined),
          get: (other) => other.get(q),
          purge: (other) => other.purgeQueue(q),
          delete: (other) => other.deleteQueue(q),
          bind: (other) => other.bindQueue(q, 'amq.direct', s.name('k')),
          unbind: (other) => other.unbindQueue(q, 'amq.direct', s.name('k')),
          publish: async (other) => other.sendToQueue(q, body('from another')),
        }),
      )
      await s.ready(ch, q, 1)
      results.push(await s.drain(sibling, q), await s.attempt(sibling.assertQueue(q)))
      return results
    },
  },
  {
    id: 'exclusive-queue-goes-with-its-connection',
    title: 'an exclusive queue is deleted when its connection closes, not its channel',
    rules: ['R-51'],
    async run(s) {
      const owner = await s.connect('owner')
      const ch = await s.channel('first', owner)
      const q = await s.queue(ch, { exclusive: true, durable: true })
      await ch.close()
      const second = await s.channel('second', owner)
      const results: unknown[] = [await second.checkQueue(q)]
      await owner.close()
      results.push(await s.verdicts({ check: (other) => other.checkQueue(q) }))
      return results
    },
  },
  {
    id: 'auto-delete-queue',
    title: 'an auto-delete queue goes with its last consumer, messages and all',
    rules: ['R-52'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { autoDelete: true })
      ch.sendToQueue(q, body('1'))
      const results: unknown[] = [await ch.get(q, { noAck: true })]
      ch.sendToQueue(q, body('2'))
      const first = await s.consume(ch, q, {})
      const second = await s.consume(ch, q, {})
      await ch.cancel(first.consumerTag)
      results.push(await ch.checkQueue(q))
      await ch.cancel(second.consumerTag)
      results.push(await s.verdicts({ check: (other) => other.checkQueue(q) }))
      return results
    },
  },
  {
    id: 'auto-delete-queue-by-channel-close',
    title: 'an auto-delete queue goes when the channel of its consumer closes',
    rules: ['R-52'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { autoDelete: true, durable: false })
      const other = await s.channel('other')
      await s.consume(other, q)
      await other.close()
      return s.verdicts({ check: (third) => third.checkQueue(q) })
    },
  },
  {
    id: 'delete-queue',
    title: 'deleting a queue tells what was thrown away',
    rules: ['R-53', 'R-54'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await ch.get(q)
      const seen = await s.consume(await s.channel('consumer'), q)
      await s.until(() => seen.bodies.length === 2)
      const used = await s.queue(ch, {}, 'used')
      await s.consume(ch, used)
      const full = await s.queue(ch, {}, 'full')
      ch.sendToQueue(full, body('1'))
      await s.settle(ch)
      return s.verdicts({
        missing: (other) => other.deleteQueue(s.name('nosuch')),
        'missing if unused': (other) => other.deleteQueue(s.name('nosuch'), { ifUnused: true }),
        'unacknowledged count': (other) => other.deleteQueue(q),
        used: (other) => other.deleteQueue(used, { ifUnused: true }),
        'used and empty': (other) => other.deleteQueue(used, { ifUnused: true, ifEmpty: true }),
        full: (other) => other.deleteQueue(full, { ifEmpty: true }),
        'full and unused': (other) => other.deleteQueue(full, { ifUnused: true, ifEmpty: true }),
        anyway: (other) => other.deleteQueue(full),
      })
    },
  },
  {
    id: 'delete-if-empty-with-unacked',
    title: 'a queue whose messages are all unacknowledged is empty',
    rules: ['R-54', 'R-20'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      await ch.get(q)
      return s.verdicts({ it: (other) => other.deleteQueue(q, { ifEmpty: true }) })
    },
  },
  {
    id: 'purge-takes-ready-only',
    title: 'purging removes ready messages; unacknowledged ones can come back',
    rules: ['R-55'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const held = await ch.get(q)
      const results: unknown[] = [await ch.purgeQueue(q), await ch.purgeQueue(q)]
      if (held !== false) ch.nack(held)
      results.push(await s.drain(ch, q))
      results.push(await s.verdicts({ missing: (o) => o.purgeQueue(s.name('nosuch')) }))
      return results
    },
  },
  {
    id: 'purge-and-delete-do-not-dead-letter',
    title: 'purged and deleted messages are not dead-lettered',
    rules: ['R-55'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      ch.sendToQueue(q, body('1'))
      await ch.purgeQueue(q)
      ch.sendToQueue(q, body('2'))
      await ch.deleteQueue(q)
      await s.pause(100)
      return s.drain(ch, dead)
    },
  },
  {
    id: 'invalid-queue-arguments',
    title: 'queue arguments that cannot be are refused with what is wrong',
    rules: ['R-56'],
    async run(s) {
      const tries: readonly (readonly [string, unknown])[] = [
        ['x-message-ttl', -1],
        ['x-message-ttl', 'abc'],
        ['x-message-ttl', 1.5],
        ['x-message-ttl', true],
        ['x-message-ttl', 4_294_967_296],
        ['x-message-ttl', 0],
        ['x-expires', 0],
        ['x-expires', -5],
        ['x-expires', 'abc'],
        ['x-expires', 4_294_967_296],
        ['x-max-length', -1],
        ['x-max-length', '1'],
        ['x-max-length-bytes', -1],
        ['x-max-length-bytes', 'x'],
        ['x-max-priority', 256],
        ['x-max-priority', -1],
        ['x-max-priority', 0],
        ['x-max-priority', 'x'],
        ['x-overflow', 'bogus'],
        ['x-overflow', 1],
        ['x-dead-letter-exchange', 1],
        ['x-dead-letter-routing-key', 'k'],
        ['x-dead-letter-routing-key', 1],
        ['x-queue-type', 'bogus'],
        ['x-queue-type', 1],
        ['x-queue-mode', 'bogus'],
        ['x-queue-mode', 1],
        ['x-queue-version', 3],
        ['x-single-active-consumer', 'yes'],
        ['x-delivery-limit', -1],
        ['x-delivery-limit', 'x'],
        ['x-max-age', '1D'],
        ['x-dead-letter-strategy', 'bogus'],
      ]
      const actions: Record<string, (ch: Channel) => Promise<unknown>> = {}
      for (const [index, [name, value]] of tries.entries()) {
        actions[`${name} ${JSON.stringify(value)}`] = (ch) =>
          ch.assertQueue(s.name(`q${index}`), { arguments: { [name]: value } })
      }
      return s.verdicts(actions)
    },
  },
  {
    id: 'two-invalid-arguments',
    title: 'of two invalid arguments one is named',
    rules: ['R-56'],
    run: (s) =>
      s.verdicts({
        'first order': (ch) =>
          ch.assertQueue(s.name('a'), { arguments: { 'x-expires': 0, 'x-message-ttl': -1 } }),
        'other order': (ch) =>
          ch.assertQueue(s.name('b'), { arguments: { 'x-message-ttl': -1, 'x-expires': 0 } }),
        'with an inequivalent property': (ch) =>
          ch.assertQueue(s.name('c'), { exclusive: true, arguments: { 'x-max-length': -1 } }),
      }),
  },
  {
    id: 'server-named-queue',
    title: 'the server names a queue that has no name',
    rules: ['R-25'],
    async run(s) {
      const ch = await s.channel()
      const first = await ch.assertQueue('', { exclusive: true })
      const second = await ch.assertQueue('', { exclusive: true })
      ch.sendToQueue(second.queue, body('1'))
      return [first, first.queue === second.queue, await ch.get(second.queue)]
    },
  },
  {
    id: 'transient-and-lazy-queues-order',
    title: 'durability and lazy mode change nothing in the order',
    rules: ['R-142', 'R-158'],
    async run(s) {
      const ch = await s.channel()
      const results: unknown[] = []
      const kinds: readonly Options.AssertQueue[] = [
        { durable: false },
        { queueMode: 'lazy' },
        { arguments: { 'x-queue-version': 2 } },
      ]
      for (const options of kinds) {
        const q = await s.queue(ch, options, `q${s.count()}`)
        for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i), { persistent: i % 2 === 0 })
        const taken = [await ch.get(q), await ch.get(q), await ch.get(q)]
        for (const index of [2, 0]) {
          const message = taken[index]
          if (message) ch.nack(message)
        }
        results.push(await s.drain(ch, q))
      }
      return results
    },
  },
]
