import type { Channel, Options } from 'amqplib'
import amqp from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

function tryToConnect(s: Session, options: Options.Connect): Promise<unknown> {
  return s.attempt(s.connect('c', options).then(() => 'connected'))
}

export const CLIENT_CASES: readonly Case[] = [
  {
    id: 'wrong-password',
    title: 'a wrong password is refused before the connection is open',
    rules: ['R-02'],
    async run(s) {
      const options: Options.Connect = { username: 'guest', password: 'wrong' }
      return [
        await tryToConnect(s, options),
        await tryToConnect(s, { username: 'nobody', password: 'x' }),
        await tryToConnect(s, { credentials: amqp.credentials.amqplain('guest', 'wrong') }),
      ]
    },
  },
  {
    id: 'amqplain',
    title: 'AMQPLAIN opens a connection as PLAIN does',
    rules: ['R-02'],
    async run(s) {
      const options = { credentials: amqp.credentials.amqplain('guest', 'guest') }
      const ch = await s.channel('ch', await s.connect('c', options))
      return ch.checkExchange('amq.direct')
    },
  },
  {
    id: 'unknown-virtual-host',
    title: 'an unknown virtual host is refused',
    rules: ['R-03'],
    async run(s) {
      const raw = s.raw()
      return [
        await tryToConnect(s, { vhost: 'nosuch' }),
        await raw.open({ virtualHost: 'nosuch' }),
        await s.raw().open({ virtualHost: '' }),
      ]
    },
  },
  {
    id: 'nothing-listens',
    title: 'where nothing listens the connection is refused',
    rules: ['R-03'],
    async run(s) {
      const error = await tryToConnect(s, { port: 1 })
      return error instanceof Error && 'code' in error && error.code
    },
  },
  {
    id: 'channel-error-closes-its-channel',
    title: 'a channel error closes that channel; the others and the connection go on',
    rules: ['R-04', 'R-05', 'R-06'],
    async run(s) {
      const connection = await s.connect('connection')
      const bad = await s.channel('bad', connection)
      const good = await s.channel('good', connection)
      s.log('before')
      const result = await s.attempt(bad.checkQueue(s.name('nosuch')))
      s.log('rejected')
      await s.tick()
      return [
        result,
        await s.attempt(() => bad.checkQueue(s.name('nosuch'))),
        await s.attempt(() => bad.close()),
        await s.attempt(() => bad.publish('', 'x', body('1'))),
        await good.assertQueue(s.name('q')),
      ]
    },
  },
  {
    id: 'publish-error-comes-later',
    title: 'a publish that fails says nothing; the channel closes a moment later',
    rules: ['R-07'],
    async run(s) {
      const ch = await s.channel()
      const result = ch.publish(s.name('nosuch'), 'k', body('1'))
      s.log('published')
      await s.until(() => s.events.length === 3)
      return result
    },
  },
  {
    id: 'connection-error-ends-everything',
    title: 'a connection error ends every channel and every pending call',
    rules: ['R-08'],
    async run(s) {
      const connection = await s.connect('connection')
      const bad = await s.channel('bad', connection)
      const other = await s.channel('other', connection)
      const q = await s.queue(other)
      await bad.consume(q, () => undefined, { consumerTag: 'T' })
      const again = s.attempt(bad.consume(q, () => undefined, { consumerTag: 'T' }))
      const waiting = s.attempt(bad.checkQueue(q))
      return [await again, await waiting, await s.attempt(() => other.checkQueue(q))]
    },
  },
  {
    id: 'throw-in-a-consumer',
    title: 'a throw in a consumer ends its channel and gives back its messages',
    rules: ['R-12', 'R-100'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      const bad = await s.channel('bad')
      await bad.consume(q, () => {
        throw new Error('in the callback')
      })
      await s.ready(ch, q, 2)
      return s.drain(ch, q)
    },
  },
  {
    id: 'close-right-after-publish',
    title: 'closing the connection right after publishing loses what was published',
    rules: ['R-14'],
    async run(s) {
      const ch = await s.channel()
      const results: unknown[] = []
      const endings: readonly ((other: Channel) => Promise<unknown>)[] = [
        () => Promise.resolve(),
        () => new Promise((resolve) => setImmediate(resolve)),
        (other) => other.close(),
        (other) => other.checkExchange('amq.direct'),
      ]
      for (const [index, end] of endings.entries()) {
        const q = await s.queue(ch, {}, `q${index}`)
        const connection = await s.connect(`closed ${index}`)
        const other = await s.channel(`closed ${index}`, connection)
        for (let i = 0; i < 5; i++) other.sendToQueue(q, body(i))
        await end(other)
        await connection.close()
        await s.pause(50)
        results.push((await ch.checkQueue(q)).messageCount)
      }
      s.events.length = 0
      return results
    },
  },
  {
    id: 'write-buffer',
    title: 'publish says false when the buffer is full and drains later, losing nothing',
    rules: ['R-16'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { durable: false })
      let isDrained = false
      ch.once('drain', () => (isDrained = true))
      let first = 0
      for (let i = 1; i <= 3_000; i++) if (!ch.sendToQueue(q, body(i)) && first === 0) first = i
      await s.until(() => isDrained)
      return [first, isDrained, await s.ready(ch, q, 3_000)]
    },
  },
  {
    id: 'client-side-checks',
    title: 'what the library refuses itself never reaches the broker',
    rules: ['R-17', 'R-18'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const send = (options: Options.Publish) => () => ch.sendToQueue(q, body(''), options)
      return [
        await s.attempt(() => ch.publish('', q, 'text' as unknown as Buffer)),
        await s.attempt(() => ch.publish('', 'k'.repeat(256), body(''))),
        await s.attempt(send({ headers: { f: () => undefined } })),
        await s.attempt(send({ headers: { u: undefined } })),
        await ch.get(q),
        await s.attempt(async () => (await s.channel()).checkQueue('q'.repeat(256))),
      ]
    },
  },
  {
    id: 'publish-defaults',
    title: 'a message published without options is transient and has no properties',
    rules: ['R-19', 'R-21', 'R-22'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('plain'))
      ch.sendToQueue(q, body('persistent'), { persistent: true })
      ch.sendToQueue(q, body('not persistent'), { persistent: false })
      ch.sendToQueue(q, body(''), {
        contentType: 'text/plain',
        contentEncoding: 'utf-8',
        headers: { a: 1, b: [1, 'two', { three: 3 }], c: null, d: 1.5, e: true, f: { g: 'h' } },
        deliveryMode: 2,
        priority: 3,
        correlationId: 'correlation',
        replyTo: 'reply',
        expiration: 60_000,
        messageId: 'message',
        timestamp: 1_234_567_890,
        type: 'type',
        userId: 'guest',
        appId: 'app',
      })
      return [await ch.get(q), await ch.get(q), await ch.get(q), await ch.get(q)]
    },
  },
  {
    id: 'header-types',
    title: 'header values of every type come back as they were sent',
    rules: ['R-21', 'R-22'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const headers = {
        byte: 100,
        short: 1_000,
        int: 100_000,
        long: 10_000_000_000,
        negative: -5,
        zero: 0,
        text: 'тест',
        empty: '',
        double: 0.1,
        float: { '!': 'float', value: 0.5 },
        bool: false,
        nothing: null,
        buffer: Buffer.from('bytes'),
        time: { '!': 'timestamp', value: 12_345 },
        decimal: { '!': 'decimal', value: { places: 2, digits: 314 } },
        list: [1, [2, [3]], { four: 4 }],
        table: { nested: { deep: [] } },
        unsigned: { '!': 'unsignedint', value: 4_000_000_000 },
      }
      ch.sendToQueue(q, body('1'), { headers })
      return ch.get(q)
    },
  },
  {
    id: 'deliveries-before-consume-resumes',
    title: 'with a backlog the first deliveries come before consume is resolved',
    rules: ['R-24'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      await s.settle(ch)
      const raw = await s.rawChannel()
      return [await raw.call(1, 'basic.consume', { queue: q }), await raw.next()]
    },
  },
  {
    id: 'content-of-many-frames',
    title: 'a body larger than a frame arrives whole',
    rules: ['R-01', 'R-21'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch)
      const large = Buffer.alloc(500_000, 'abcdefghij')
      ch.sendToQueue(q, large, { messageId: 'large' })
      ch.sendToQueue(q, Buffer.alloc(0))
      await ch.waitForConfirms()
      const [first, second] = [await ch.get(q), await ch.get(q)]
      if (first === false || second === false) return 'lost'
      return [first.content.equals(large), first.properties, second.content.length]
    },
  },
  {
    id: 'channel-max',
    title: 'channels are numbered up to the negotiated maximum',
    rules: ['R-01'],
    async run(s) {
      const connection = await s.connect('c', { channelMax: 3 })
      const opened: unknown[] = []
      for (let i = 0; i < 4; i++) {
        opened.push(await s.attempt(() => connection.createChannel().then(() => 'opened')))
      }
      return opened
    },
  },
  {
    id: 'update-secret',
    title: 'a new secret is taken',
    rules: ['R-01'],
    async run(s) {
      const connection = await s.connect('c')
      return s.attempt(connection.updateSecret(Buffer.from('new'), 'because').then(() => 'taken'))
    },
  },
]
