import type { Case } from '../case.ts'
import { answers } from '../raw/answers.ts'
import { amqplainResponse } from '../raw/content.ts'
import { longstr } from '../raw/primitives.ts'
import { typed } from '../raw/table.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

/** What the server says to these bytes, sent as the first ones. */
async function greetings(s: Session, tries: Readonly<Record<string, string>>): Promise<unknown> {
  const results: Record<string, unknown> = {}
  for (const [name, bytes] of Object.entries(tries)) {
    const raw = s.raw()
    raw.bytes(bytes)
    const [first] = await raw.all()
    results[name] = first?.['method'] ?? first ?? null
    raw.destroy()
  }
  return results
}

/** Waits for all at once: a refusal in the handshake takes the broker its time. */
async function together(
  waiting: Readonly<Record<string, Promise<unknown>>>,
): Promise<Record<string, unknown>> {
  const names = Object.keys(waiting)
  const values = await Promise.all(Object.values(waiting))
  return Object.fromEntries(names.map((name, index) => [name, values[index]]))
}

export const WIRE_CASES: readonly Case[] = [
  {
    id: 'handshake',
    title: 'the server greets, offers its mechanisms and proposes its limits',
    rules: ['R-01'],
    async run(s) {
      const raw = s.raw()
      raw.bytes('AMQP\0\0\x09\x01')
      const start = await raw.next()
      const properties = start['serverProperties'] as Record<string, unknown>
      raw.send(0, 'connection.start-ok', {
        mechanism: 'PLAIN',
        response: Buffer.from('\0guest\0guest'),
        locale: 'en_US',
      })
      const tune = await raw.next()
      raw.send(0, 'connection.tune-ok', { channelMax: 10, frameMax: 4096, heartbeat: 0 })
      raw.send(0, 'connection.open', { virtualHost: '/' })
      const opened = await raw.next()
      const closed = await raw.call(0, 'connection.close', { replyCode: 200, replyText: 'bye' })
      const { serverProperties: _, ...rest } = start
      return [rest, properties['capabilities'], tune, opened, closed]
    },
  },
  {
    id: 'protocol-header',
    title: 'to another protocol or version the server answers its own header and hangs up',
    rules: ['R-01'],
    run: (s) =>
      greetings(s, {
        right: 'AMQP\0\0\x09\x01',
        'version 0-9': 'AMQP\x01\x01\0\x09',
        'version 1-1': 'AMQP\x01\x01\x09\x01',
        'AMQP 1.0': 'AMQP\0\x01\0\0',
        http: 'GET / HTTP/1.1\r\n\r\n',
        'wrong magic': 'AMQB\0\0\x09\x01',
      }),
  },
  {
    id: 'protocol-0-8',
    title: 'whether the protocol of 2006 is still spoken',
    rules: ['R-01'],
    run: (s) => greetings(s, { 'version 0-8': 'AMQP\x01\x01\x08\0' }),
  },
  {
    id: 'mechanisms',
    title: 'AMQPLAIN is known, other mechanisms are refused',
    rules: ['R-02'],
    async run(s) {
      const capabilities = { authentication_failure_close: true }
      return together({
        amqplain: s.raw().open({
          mechanism: 'AMQPLAIN',
          response: amqplainResponse('guest', 'guest'),
        }),
        'amqplain wrong': s.raw().open({
          mechanism: 'AMQPLAIN',
          response: amqplainResponse('guest', 'wrong'),
          capabilities,
        }),
        'unknown mechanism': s.raw().open({ mechanism: 'NOSUCH', capabilities }),
        'not able to hear of it': s.raw().open({ response: Buffer.from('\0guest\0wrong') }),
        'able to hear of it': s.raw().open({
          response: Buffer.from('\0guest\0wrong'),
          capabilities,
        }),
      })
    },
  },
  {
    id: 'tune-bounds',
    title: 'a client may lower the limits and not raise them',
    rules: ['R-01'],
    async run(s) {
      return together({
        'lower frames': s.raw().open({ frameMax: 4_096 }),
        'frames below the minimum': s.raw().open({ frameMax: 4_095 }),
        'unlimited frames': s.raw().open({ frameMax: 0 }),
        'larger frames': s.raw().open({ frameMax: 200_000 }),
        'fewer channels': s.raw().open({ channelMax: 1 }),
        'unlimited channels': s.raw().open({ channelMax: 0 }),
        'more channels': s.raw().open({ channelMax: 5_000 }),
      })
    },
  },
  {
    id: 'channels-beyond-the-limit',
    title: 'one channel more than agreed ends the connection',
    rules: ['R-01'],
    async run(s) {
      const raw = s.raw()
      await raw.open({ channelMax: 2 })
      const results: unknown[] = []
      for (const channel of [1, 2, 3]) results.push(await raw.openChannel(channel))
      const other = s.raw()
      await other.open({ channelMax: 2 })
      results.push(await other.openChannel(3))
      return results
    },
  },
  {
    id: 'channel-close-and-reuse',
    title: 'a closed channel number may be opened again at once',
    rules: ['R-04', 'R-06'],
    async run(s) {
      const raw = await s.rawChannel()
      const close = { replyCode: 200, replyText: 'done' }
      const results: unknown[] = [await raw.call(1, 'channel.close', close)]
      results.push(await raw.openChannel(1))
      raw.send(1, 'channel.close-ok')
      results.push(await raw.call(1, 'basic.qos'))
      return results
    },
  },
  {
    id: 'body-in-pieces',
    title: 'a body may come in frames of any size, other channels between them',
    rules: ['R-01'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const raw = await s.rawChannel()
      await raw.openChannel(2)
      raw.send(1, 'basic.publish', { routingKey: q })
      raw.header(1, 5, { messageId: 'm' })
      raw.body(1, 'ab')
      raw.publish(2, { routingKey: q }, 'between')
      raw.body(1, '')
      raw.body(1, 'cde')
      await raw.call(1, 'basic.qos')
      await s.ready(ch, q, 2)
      return s.drain(ch, q)
    },
  },
  {
    id: 'frames-are-split-for-small-clients',
    title: 'a large body is delivered in frames the client asked for',
    rules: ['R-01'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, Buffer.alloc(10_000, 'x'))
      await s.settle(ch)
      const raw = await s.rawChannel({ frameMax: 4_096 })
      const sizes: unknown[] = []
      raw.send(1, 'basic.get', { queue: q, noAck: true })
      for (const frame of await raw.all()) {
        sizes.push('body' in frame ? String(frame['body']).length : (frame['method'] ?? 'header'))
      }
      return sizes
    },
  },
  {
    id: 'field-types',
    title: 'every type of field is stored and given back as it came',
    rules: ['R-21'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const raw = await s.rawChannel()
      const headers = {
        bool: true,
        byte: typed('b', [0xff]),
        'unsigned byte': typed('B', [0xff]),
        short: typed('s', [0xff, 0xfe]),
        'unsigned short': typed('u', [0xff, 0xfe]),
        int: -2,
        'unsigned int': typed('i', [0xff, 0xff, 0xff, 0xfe]),
        long: typed('l', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]),
        float: typed('f', [0x3f, 0x00, 0, 0]),
        double: typed('d', [0x3f, 0xe0, 0, 0, 0, 0, 0, 0]),
        decimal: typed('D', [2, 0, 0, 1, 0x3a]),
        text: 'text',
        binary: typed('x', longstr('bin')),
        array: [1, 'two', [], {}],
        time: typed('T', [0, 0, 0, 0, 0, 0, 0, 9]),
        table: { nested: { deeper: 'x' } },
        nothing: null,
      }
      raw.publish(1, { routingKey: q }, 'b', { headers })
      await raw.call(1, 'basic.qos')
      await s.ready(ch, q, 1)
      raw.send(1, 'basic.get', { queue: q, noAck: true })
      return raw.all()
    },
  },
  {
    id: 'no-wait',
    title: 'with no-wait nothing is answered; an error still closes the channel',
    rules: ['R-25', 'R-49'],
    async run(s) {
      const ch = await s.channel()
      const [q, x] = [s.name('q'), s.name('x')]
      const raw = await s.rawChannel()
      const noWait = true
      raw.send(1, 'exchange.declare', { exchange: x, type: 'direct', noWait })
      raw.send(1, 'queue.declare', { queue: q, durable: true, noWait })
      raw.send(1, 'queue.bind', { queue: q, exchange: x, routingKey: 'k', noWait })
      raw.send(1, 'exchange.bind', { destination: x, source: x, routingKey: 'l', noWait })
      raw.send(1, 'confirm.select', { noWait })
      raw.publish(1, { exchange: x, routingKey: 'k' }, '1')
      const results: unknown[] = [await raw.all()]
      raw.send(1, 'basic.consume', { queue: q, consumerTag: 'T', noWait })
      results.push(await raw.all())
      raw.send(1, 'basic.cancel', { consumerTag: 'T', noWait })
      raw.send(1, 'queue.purge', { queue: q, noWait })
      raw.send(1, 'exchange.unbind', { destination: x, source: x, routingKey: 'l', noWait })
      results.push(await raw.call(1, 'queue.declare', { queue: q, passive: true }))
      raw.send(1, 'queue.delete', { queue: q, noWait })
      raw.send(1, 'exchange.delete', { exchange: x, noWait })
      results.push(await raw.call(1, 'queue.declare', { queue: q, passive: true, noWait }))
      const check = await s.attempt(ch.checkExchange(x))
      s.events.length = 0
      return [...results, check]
    },
  },
  {
    id: 'no-wait-consume-errors',
    title: 'a no-wait consume without a tag is refused',
    rules: ['R-25'],
    async run(s) {
      const q = await s.queue(await s.channel())
      return answers(s, {
        'no tag': (raw) => raw.send(1, 'basic.consume', { queue: q, noWait: true }),
        'no queue': (raw) =>
          raw.send(1, 'basic.consume', { queue: s.name('nosuch'), consumerTag: 'T', noWait: true }),
      })
    },
  },
  {
    id: 'channel-flow',
    title: 'a client may not stop the flow',
    rules: ['R-157'],
    run: (s) =>
      answers(s, {
        on: (raw) => raw.send(1, 'channel.flow', { active: true }),
        off: (raw) => raw.send(1, 'channel.flow', { active: false }),
      }),
  },
  {
    id: 'access-request',
    title: 'the old access request is answered',
    rules: ['R-57'],
    run: (s) =>
      answers(s, {
        request: (raw) => raw.send(1, 'access.request', { realm: '/data', active: true }),
        'with a ticket': (raw) =>
          raw.send(1, 'queue.declare', { ticket: 7, queue: 'x', passive: true }),
      }),
  },
  {
    id: 'no-local-is-ignored',
    title: 'no-local changes nothing',
    rules: ['R-73'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const raw = await s.rawChannel()
      await raw.call(1, 'basic.consume', { queue: q, consumerTag: 'T', noLocal: true })
      raw.publish(1, { routingKey: q }, 'own')
      return raw.all()
    },
  },
  {
    id: 'pipelined-commands',
    title: 'commands sent without waiting are done in order',
    rules: ['R-158', 'R-93'],
    async run(s) {
      const q = s.name('q')
      const raw = await s.rawChannel()
      raw.send(1, 'queue.declare', { queue: q, durable: true })
      raw.publish(1, { routingKey: q }, '1')
      raw.send(1, 'basic.get', { queue: q })
      raw.send(1, 'basic.ack', { deliveryTag: 1 })
      raw.publish(1, { routingKey: q }, '2')
      raw.send(1, 'queue.delete', { queue: q })
      raw.send(1, 'queue.declare', { queue: q, passive: true })
      raw.send(1, 'basic.qos')
      return raw.all()
    },
  },
  {
    id: 'names-in-utf8',
    title: 'names and keys may be any text of up to 255 bytes',
    rules: ['R-18'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, {}, 'черга з пробілами')
      const x = await s.exchange(ch, 'topic', {}, 'обмін.#')
      await ch.bindQueue(q, x, 'місто.*')
      ch.publish(x, 'місто.київ', body('привіт'), { messageId: '№1' })
      const long = s.name('n'.repeat(255 - s.prefix.length))
      return [await ch.get(q), (await ch.assertQueue(long)).queue.length]
    },
  },
]
