import type { Case } from '../case.ts'
import { answers, withoutEnd } from '../raw/answers.ts'
import type { RawClient } from '../raw/raw-client.ts'

/** Makes a publish of which the content is still to come. */
function begin(raw: RawClient): void {
  raw.send(1, 'basic.publish', { routingKey: 'nowhere' })
}

export const MALFORMED_CASES: readonly Case[] = [
  {
    id: 'channel-numbers',
    title: 'channels must be within the limit, opened once, and open to be used',
    rules: ['R-01'],
    run: (s) =>
      answers(s, {
        'opened twice': (raw) => raw.send(1, 'channel.open'),
        'not open': (raw) => raw.send(2, 'queue.declare', { queue: 'x', passive: true }),
        'close of one not open': (raw) => raw.send(2, 'channel.close'),
        'connection method on a channel': (raw) => raw.send(1, 'connection.open'),
        'channel method on the connection': (raw) => raw.send(0, 'channel.open'),
        'basic method on the connection': (raw) => raw.send(0, 'basic.qos'),
        'second connection.open': (raw) => raw.send(0, 'connection.open', { virtualHost: '/' }),
        'second tune-ok': (raw) => raw.send(0, 'connection.tune-ok'),
      }),
  },
  {
    id: 'malformed-frames',
    title: 'bytes that are no frame end the connection',
    rules: ['R-08'],
    run: (s) =>
      answers(s, {
        'unknown frame type': (raw) => raw.frame(5, 1, Buffer.from('x')),
        'wrong end': (raw) => raw.frame(1, 1, Buffer.from([0, 60, 0, 10, 0, 0, 0, 0, 0]), 0),
        'too large': (raw) => raw.frame(3, 1, Buffer.alloc(131_073)),
        'method cut off': (raw) => raw.frame(1, 1, Buffer.from([0, 60, 0, 10, 0])),
        'method without numbers': (raw) => raw.frame(1, 1, Buffer.from([0])),
        'method only a server sends': (raw) => raw.send(1, 'basic.get-empty'),
      }),
  },
  {
    id: 'heartbeat-frames',
    title: 'heartbeats are taken on the connection, and not on a channel',
    rules: ['R-152'],
    run: (s) =>
      answers(s, {
        fine: (raw) => {
          raw.frame(8, 0, Buffer.alloc(0))
          raw.send(1, 'basic.qos')
        },
        'on a channel': (raw) => {
          raw.frame(8, 1, Buffer.alloc(0))
          raw.send(1, 'basic.qos')
        },
      }),
  },
  {
    id: 'content-errors',
    title: 'content must follow its publish, in order and in the size it says',
    rules: ['R-08'],
    run: (s) =>
      answers(s, {
        'header without publish': (raw) => raw.header(1, 0),
        'body without publish': (raw) => raw.body(1, 'x'),
        'body without header': (raw) => {
          begin(raw)
          raw.body(1, 'x')
        },
        'method instead of header': (raw) => {
          begin(raw)
          raw.send(1, 'basic.qos')
        },
        'method instead of body': (raw) => {
          begin(raw)
          raw.header(1, 5)
          raw.send(1, 'basic.qos')
        },
        'header of another class': (raw) => {
          begin(raw)
          raw.header(1, 0, {}, 50)
        },
        'body too long': (raw) => {
          begin(raw)
          raw.header(1, 2)
          raw.body(1, 'three')
          raw.send(1, 'basic.qos')
        },
        'empty body frame for an empty body': (raw) => {
          begin(raw)
          raw.header(1, 0)
          raw.body(1, '')
        },
        'header twice': (raw) => {
          begin(raw)
          raw.header(1, 2)
          raw.header(1, 2)
        },
      }),
  },
  {
    id: 'field-table-errors',
    title: 'a field table that cannot be read ends the connection',
    rules: ['R-08'],
    async run(s) {
      const declare = (table: Buffer) => (raw: RawClient) =>
        raw.send(1, 'queue.declare', { queue: s.name('q'), exclusive: true, arguments: table })
      const results = await answers(s, {
        'size too large': declare(Buffer.from([0, 0, 1, 0, 1])),
      })
      return Object.fromEntries(
        Object.entries(results).map(([name, frames]) => [
          name,
          frames.map((frame) => ({ ...frame, replyText: undefined })),
        ]),
      )
    },
  },
  {
    id: 'property-errors',
    title: 'content properties that cannot be read end the connection',
    rules: ['R-08'],
    run: async (s) => {
      const results = await answers(s, {
        'header cut off': (raw) => {
          begin(raw)
          raw.frame(2, 1, Buffer.from([0, 60, 0, 0, 0]))
        },
      })
      return Object.fromEntries(
        Object.entries(results).map(([name, frames]) => [
          name,
          frames.map((frame) => ({ ...frame, replyText: undefined })),
        ]),
      )
    },
  },
  {
    id: 'closing-with-requests-under-way',
    title: 'what follows a connection.close is not answered',
    rules: ['R-08'],
    async run(s) {
      const q = await s.queue(await s.channel(), {}, 'other')
      const raw = await s.rawChannel()
      raw.send(0, 'connection.close', { replyCode: 200, replyText: 'bye' })
      raw.send(1, 'queue.declare', { queue: s.name('q') })
      raw.publish(1, { routingKey: q }, '1')
      const frames = await raw.all()
      return [withoutEnd(frames), await s.drain(await s.channel(), q)]
    },
  },
  {
    id: 'connection-error-and-close-ok',
    title: 'after a connection error the server waits for close-ok and hangs up',
    rules: ['R-08'],
    async run(s) {
      const raw = await s.rawChannel()
      raw.send(1, 'exchange.declare', { exchange: s.name('x'), type: 'nosuch' })
      const results: unknown[] = [await raw.all()]
      raw.send(1, 'queue.declare', { queue: s.name('q') })
      results.push(await raw.all(100))
      raw.send(0, 'connection.close-ok')
      results.push(await raw.all())
      return results
    },
  },
  {
    id: 'invalid-utf8',
    title: 'a name that is no UTF-8',
    rules: ['R-18'],
    run: (s) =>
      answers(s, {
        queue: (raw) =>
          raw.send(1, 'queue.declare', { queue: Buffer.from([2, 0xff, 0xfe]), passive: true }),
      }),
  },
]
