import type { ConfirmChannel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

/** Publishes and logs each confirm in the order it comes. */
function publishLogged(
  s: Session,
  ch: ConfirmChannel,
  queue: string,
  texts: readonly string[],
): void {
  for (const text of texts) {
    ch.publish('', queue, body(text), {}, (error: Error | null) => {
      s.log(`${text} ${error === null ? 'ack' : error.message}`)
    })
  }
}

export const PUBLISHING_CASES: readonly Case[] = [
  {
    id: 'unroutable-is-dropped-and-confirmed',
    title: 'an unroutable message is dropped and confirmed',
    rules: ['R-59', 'R-65'],
    async run(s) {
      const ch = await s.confirmChannel()
      publishLogged(s, ch, s.name('nosuch'), ['1', '2'])
      await ch.waitForConfirms()
      return 'no return'
    },
  },
  {
    id: 'mandatory-return-before-confirm',
    title: 'an unroutable mandatory message comes back before it is confirmed',
    rules: ['R-60'],
    async run(s) {
      const raw = await s.rawChannel()
      await raw.call(1, 'confirm.select')
      const values = { exchange: 'amq.direct', routingKey: 'nosuch', mandatory: true }
      raw.publish(1, values, 'body', { contentType: 'text/plain', headers: { a: 1 } })
      return raw.all()
    },
  },
  {
    id: 'mandatory-without-confirms',
    title: 'a return needs no confirm mode, and an empty body comes back too',
    rules: ['R-60'],
    async run(s) {
      const ch = await s.channel()
      ch.publish('', s.name('nosuch'), body(''), { mandatory: true, messageId: 'm' })
      ch.publish('amq.topic', s.name('key'), body('2'), { mandatory: true })
      ch.publish('amq.topic', s.name('key'), body('3'))
      await s.settle(ch)
      return 'done'
    },
  },
  {
    id: 'mandatory-routed-is-not-returned',
    title: 'a mandatory message that reaches a queue is not returned, even when it is refused',
    rules: ['R-60', 'R-68'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 1, overflow: 'reject-publish' })
      const confirm = (text: string) => (error: Error | null) =>
        s.log(`${text} ${error === null ? 'ack' : error.message}`)
      for (const text of ['1', '2']) {
        ch.publish('', q, body(text), { mandatory: true }, confirm(text))
      }
      await s.attempt(ch.waitForConfirms())
      return s.drain(ch, q)
    },
  },
  {
    id: 'mandatory-to-an-expiring-queue',
    title: 'a mandatory message that expires at once is not returned',
    rules: ['R-60', 'R-109'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { messageTtl: 0 })
      ch.sendToQueue(q, body('1'), { mandatory: true })
      await ch.waitForConfirms()
      return s.drain(ch, q)
    },
  },
  {
    id: 'immediate-is-not-implemented',
    title: 'the immediate flag closes the connection',
    rules: ['R-19'],
    async run(s) {
      const raw = await s.rawChannel()
      raw.publish(1, { exchange: '', routingKey: 'x', immediate: true }, 'b')
      return raw.all()
    },
  },
  {
    id: 'confirm-tags-count-from-one',
    title: 'confirm tags count the publishes of each channel from 1',
    rules: ['R-62'],
    async run(s) {
      const raw = await s.rawChannel()
      await raw.openChannel(2)
      const results: unknown[] = []
      raw.publish(1, { exchange: '', routingKey: s.name('before') }, 'unconfirmed')
      for (const channel of [1, 2]) results.push(await raw.call(channel, 'confirm.select'))
      for (const channel of [1, 1, 2]) {
        raw.publish(channel, { exchange: '', routingKey: s.name('nosuch') }, 'b')
        results.push(await raw.next())
      }
      results.push(await raw.call(1, 'confirm.select'))
      raw.publish(1, { exchange: '', routingKey: s.name('nosuch') }, 'b')
      results.push(await raw.next())
      return results
    },
  },
  {
    id: 'confirm-of-each-message',
    title: 'every message of a burst is confirmed once, in order of publishing',
    rules: ['R-62', 'R-63', 'R-66'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { durable: false })
      publishLogged(s, ch, q, ['1', '2', '3', '4', '5'])
      await ch.waitForConfirms()
      return s.drain(ch, q)
    },
  },
  {
    id: 'persistent-confirms',
    title: 'persistent messages in a durable queue are confirmed, to several queues once',
    rules: ['R-63', 'R-62'],
    async run(s) {
      const ch = await s.confirmChannel()
      const x = await s.exchange(ch, 'fanout')
      for (const part of ['a', 'b']) await ch.bindQueue(await s.queue(ch, {}, part), x, '')
      let count = 0
      for (let i = 0; i < 20; i++) {
        ch.publish(x, '', body(i), { persistent: true }, (error: unknown) => {
          if (error === null) count++
        })
      }
      await ch.waitForConfirms()
      return [count, await ch.checkQueue(s.name('a')), await ch.checkQueue(s.name('b'))]
    },
  },
  {
    id: 'transient-confirmed-before-persistent',
    title: 'a transient message may be confirmed while a persistent one waits for the disk',
    rules: ['R-64'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch)
      const confirmed = new Set<string>()
      for (let i = 0; i < 20; i++) {
        const text = `${i}`
        ch.sendToQueue(q, body(text), { persistent: i % 2 === 0 }, () => confirmed.add(text))
      }
      await ch.waitForConfirms()
      return confirmed.size
    },
  },
  {
    id: 'confirm-says-nothing-about-consumers',
    title: 'a message is confirmed while nobody has acknowledged it',
    rules: ['R-65'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch)
      const seen = await s.consume(await s.channel('consumer'), q)
      ch.sendToQueue(q, body('1'))
      await ch.waitForConfirms()
      await s.until(() => seen.bodies.length === 1)
      return seen.bodies
    },
  },
  {
    id: 'confirms-of-mixed-kinds-keep-their-tags',
    title: 'acks and nacks of a burst name the right messages',
    rules: ['R-66', 'R-68', 'R-118'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 2, overflow: 'reject-publish' })
      publishLogged(s, ch, q, ['1', '2', '3', '4'])
      const waited = await s.attempt(ch.waitForConfirms())
      const events = s.events.map(String).sort()
      s.events.length = 0
      return [waited, events, await s.drain(ch, q)]
    },
  },
  {
    id: 'nack-when-one-queue-refuses',
    title: 'one refusing queue makes the confirm a nack; the others keep the message',
    rules: ['R-68'],
    async run(s) {
      const ch = await s.confirmChannel()
      const x = await s.exchange(ch, 'fanout')
      const small = await s.queue(ch, { maxLength: 0, overflow: 'reject-publish' }, 'small')
      const large = await s.queue(ch, {}, 'large')
      for (const q of [small, large]) await ch.bindQueue(q, x, '')
      ch.publish(x, '', body('1'))
      const waited = await s.attempt(ch.waitForConfirms())
      return [waited, await s.drain(ch, small), await s.drain(ch, large)]
    },
  },
  {
    id: 'overflow-without-confirms-is-silent',
    title: 'without confirm mode nobody learns of a refusal',
    rules: ['R-69'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { maxLength: 1, overflow: 'reject-publish' })
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await s.settle(ch)
      return s.drain(ch, q)
    },
  },
  {
    id: 'confirms-fail-when-the-channel-closes',
    title: 'confirms that are pending when the channel closes fail',
    rules: ['R-67', 'R-07'],
    async run(s) {
      const ch = await s.confirmChannel()
      ch.publish(s.name('nosuch'), 'k', body('1'), {}, (error: Error | null) =>
        s.log(error === null ? 'ack' : error.message),
      )
      const waited = await s.attempt(ch.waitForConfirms())
      return [waited, await s.attempt(() => ch.publish('', 'k', body('2')))]
    },
  },
  {
    id: 'user-id-is-checked',
    title: 'the user-id property must be the user of the connection',
    rules: ['R-58'],
    async run(s) {
      const q = await s.queue(await s.channel())
      return s.verdicts({
        other: async (ch) => ch.sendToQueue(q, body('1'), { userId: 'bob' }),
        own: async (ch) => {
          ch.sendToQueue(q, body('2'), { userId: 'guest' })
          return ch.get(q, { noAck: true })
        },
      })
    },
  },
  {
    id: 'publish-errors',
    title: 'publishing to what is not there closes the channel',
    rules: ['R-07', 'R-04'],
    async run(s) {
      const raw = await s.rawChannel()
      raw.publish(1, { exchange: s.name('nosuch'), routingKey: 'k' }, 'b')
      raw.publish(1, { exchange: 'amq.direct', routingKey: 'k' }, 'b')
      raw.send(1, 'queue.declare', { queue: s.name('ignored') })
      const results: unknown[] = [await raw.all()]
      raw.send(1, 'channel.close-ok')
      results.push(await raw.openChannel(1))
      results.push(await raw.call(1, 'queue.declare', { queue: s.name('ignored'), passive: true }))
      return results
    },
  },
  {
    id: 'direct-reply-to',
    title: 'a request is answered over the pseudo-queue reply-to',
    rules: ['R-72'],
    async run(s) {
      const client = await s.channel('client')
      const server = await s.channel('server')
      const q = await s.queue(server)
      const replyTo = 'amq.rabbitmq.reply-to'
      const seen = await s.consume(client, replyTo, { noAck: true })
      client.sendToQueue(q, body('ask'), { replyTo, correlationId: '7' })
      await s.ready(server, q, 1)
      const request = await server.get(q, { noAck: true })
      if (request === false) return 'no request'
      const address = String(request.properties.replyTo)
      server.sendToQueue(address, body('answer'), { correlationId: '7', mandatory: true })
      server.sendToQueue(`${address}x`, body('astray'), { mandatory: true })
      await s.until(() => seen.bodies.length > 0)
      await s.settle(server)
      const checked = await s.attempt(server.checkQueue(address))
      return [request, seen.messages, checked, address.startsWith(`${replyTo}.`)]
    },
  },
  {
    id: 'direct-reply-to-misuse',
    title: 'reply-to needs a consumer without acknowledgements first',
    rules: ['R-72'],
    async run(s) {
      const replyTo = 'amq.rabbitmq.reply-to'
      const noAck = { noAck: true }
      return s.verdicts({
        'with acknowledgements': (ch) => ch.consume(replyTo, () => undefined),
        'publish without consumer': async (ch) => ch.publish('', 'k', body('1'), { replyTo }),
        'two consumers': async (ch) => {
          await ch.consume(replyTo, () => undefined, noAck)
          return ch.consume(replyTo, () => undefined, noAck)
        },
        'after cancelling': async (ch) => {
          const { consumerTag } = await ch.consume(replyTo, () => undefined, noAck)
          await ch.cancel(consumerTag)
          return ch.publish('', 'k', body('1'), { replyTo })
        },
        'declare passive': (ch) => ch.checkQueue(replyTo),
        declare: (ch) => ch.assertQueue(replyTo),
        get: (ch) => ch.get(replyTo),
        bind: (ch) => ch.bindQueue(replyTo, 'amq.direct', 'k'),
        purge: (ch) => ch.purgeQueue(replyTo),
        delete: (ch) => ch.deleteQueue(replyTo),
        'publish to a wrong address': async (ch) =>
          ch.publish('', `${replyTo}.nonsense`, body('1')),
      })
    },
  },
  {
    id: 'reply-to-after-the-asker-left',
    title: 'an answer to an asker who has left is unroutable',
    rules: ['R-72', 'R-60'],
    async run(s) {
      const client = await s.channel('client')
      const server = await s.channel('server')
      const q = await s.queue(server)
      const replyTo = 'amq.rabbitmq.reply-to'
      await s.consume(client, replyTo, { noAck: true })
      client.sendToQueue(q, body('ask'), { replyTo })
      await s.ready(server, q, 1)
      const request = await server.get(q, { noAck: true })
      await client.close()
      if (request === false) return 'no request'
      server.sendToQueue(String(request.properties.replyTo), body('late'), { mandatory: true })
      await s.settle(server)
      return 'done'
    },
  },
]
