import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const TRANSACTION_CASES: readonly Case[] = [
  {
    id: 'transaction-publishes-at-commit',
    title: 'what is published in a transaction arrives at the commit, or not at all',
    rules: ['R-71'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const raw = await s.rawChannel()
      const results: unknown[] = [await raw.call(1, 'tx.select'), await raw.call(1, 'tx.select')]
      raw.publish(1, { routingKey: q }, 'rolled back')
      results.push(await raw.call(1, 'tx.rollback'))
      raw.publish(1, { routingKey: q }, '1')
      raw.publish(1, { routingKey: q }, '2')
      results.push(await raw.call(1, 'queue.declare', { queue: q, passive: true }))
      results.push(await raw.call(1, 'tx.commit'), await raw.call(1, 'tx.commit'))
      results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'transaction-holds-acknowledgements',
    title: 'acknowledgements of a transaction count at the commit',
    rules: ['R-71', 'R-93'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await s.settle(ch)
      const raw = await s.rawChannel()
      await raw.call(1, 'tx.select')
      for (let i = 0; i < 3; i++) {
        await raw.call(1, 'basic.get', { queue: q })
        await raw.next()
        await raw.next()
      }
      raw.send(1, 'basic.ack', { deliveryTag: 1 })
      const results: unknown[] = [await raw.call(1, 'tx.rollback')]
      raw.send(1, 'basic.ack', { deliveryTag: 1 })
      raw.send(1, 'basic.reject', { deliveryTag: 2, requeue: true })
      results.push(await raw.call(1, 'queue.declare', { queue: q, passive: true }))
      results.push(await raw.call(1, 'tx.commit'))
      results.push(await raw.call(1, 'queue.declare', { queue: q, passive: true }))
      results.push(await raw.call(1, 'channel.close'))
      results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'transaction-acknowledges-twice',
    title: 'a tag acknowledged twice in a transaction is an error at once',
    rules: ['R-93', 'R-71'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      await s.settle(ch)
      const raw = await s.rawChannel()
      await raw.call(1, 'tx.select')
      await raw.call(1, 'basic.get', { queue: q })
      raw.send(1, 'basic.ack', { deliveryTag: 1 })
      raw.send(1, 'basic.ack', { deliveryTag: 1 })
      raw.send(1, 'tx.commit')
      const frames = await raw.all()
      raw.send(1, 'channel.close-ok')
      await s.ready(ch, q, 1)
      return [frames, await s.drain(ch, q)]
    },
  },
  {
    id: 'transaction-lost-with-its-channel',
    title: 'closing the channel forgets the transaction',
    rules: ['R-71'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const raw = await s.rawChannel()
      await raw.call(1, 'tx.select')
      raw.publish(1, { routingKey: q }, 'lost')
      const closed = await raw.call(1, 'channel.close')
      return [closed, await s.drain(ch, q)]
    },
  },
  {
    id: 'transaction-errors',
    title: 'transactions and confirms exclude each other; committing needs a transaction',
    rules: ['R-71'],
    async run(s) {
      const results: unknown[] = []
      for (const methods of [
        ['tx.commit'],
        ['tx.rollback'],
        ['tx.select', 'confirm.select'],
        ['confirm.select', 'tx.select'],
      ]) {
        const raw = await s.rawChannel()
        const answers: unknown[] = []
        for (const method of methods) answers.push(await raw.call(1, method))
        results.push(answers)
      }
      return results
    },
  },
  {
    id: 'transaction-publish-errors',
    title: 'a missing exchange is an error at the publish, an unroutable message at the commit',
    rules: ['R-71', 'R-60'],
    async run(s) {
      const raw = await s.rawChannel()
      await raw.call(1, 'tx.select')
      raw.publish(1, { routingKey: s.name('nosuch'), mandatory: true }, 'back')
      const results: unknown[] = [await raw.all(), await raw.call(1, 'tx.commit'), await raw.all()]
      raw.publish(1, { exchange: s.name('nosuch') }, 'b')
      results.push(await raw.all())
      return results
    },
  },
  {
    id: 'recover-requeues',
    title: 'recover gives everything unacknowledged back to its place',
    rules: ['R-95', 'R-101'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const first = await ch.get(q)
      await ch.get(q)
      if (first !== false) ch.ack(first)
      const answer = await ch.recover()
      const again = await ch.get(q)
      return [answer, again, await s.drain(ch, q)]
    },
  },
  {
    id: 'recover-to-the-same-consumer',
    title: 'recover without requeue is not implemented; with it, a consumer gets all again',
    rules: ['R-95', 'R-101'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      await s.settle(ch)
      const raw = await s.rawChannel()
      await raw.call(1, 'basic.consume', { queue: q, consumerTag: 't' })
      const results: unknown[] = [await raw.all()]
      raw.send(1, 'basic.recover', { requeue: true })
      results.push(await raw.all())
      raw.send(1, 'basic.recover-async', { requeue: true })
      results.push(await raw.all())
      raw.send(1, 'basic.recover', { requeue: false })
      results.push(await raw.all())
      return results
    },
  },
]
