import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const PRIORITY_CASES: readonly Case[] = [
  {
    id: 'priority-order',
    title: 'higher priorities first, in order within one; too high counts as the highest',
    rules: ['R-131'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { maxPriority: 5 })
      const priorities = [1, 3, undefined, 5, 3, 9, 0, 5, 255]
      for (const [index, priority] of priorities.entries()) {
        ch.sendToQueue(
          q,
          body(`${index}:${priority ?? 'none'}`),
          priority === undefined ? {} : { priority },
        )
      }
      const first = await ch.get(q)
      return [first, await s.drain(ch, q)]
    },
  },
  {
    id: 'priority-ignored-elsewhere',
    title: 'without x-max-priority the property changes nothing',
    rules: ['R-131'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const priority of [1, 9, 5]) ch.sendToQueue(q, body(priority), { priority })
      return s.drain(ch, q)
    },
  },
  {
    id: 'priority-orders-ready-messages',
    title: 'what a consumer already holds is not overtaken',
    rules: ['R-132'],
    async run(s) {
      const results: unknown[] = []
      for (const prefetch of [1, 3]) {
        const ch = await s.channel()
        const q = await s.queue(ch, { maxPriority: 10 }, `q${prefetch}`)
        for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i), { priority: 1 })
        await s.settle(ch)
        const slow = await s.channel()
        await slow.prefetch(prefetch)
        const seen = await s.consume(slow, q)
        await s.until(() => seen.bodies.length === prefetch)
        ch.sendToQueue(q, body('high'), { priority: 9 })
        await s.settle(ch)
        for (let i = 0; i < 7; i++) {
          await s.until(() => seen.messages.length > i)
          const message = seen.messages[i]
          if (message !== undefined) slow.ack(message)
        }
        results.push(seen.bodies)
      }
      return results
    },
  },
  {
    id: 'priority-max-length',
    title: 'a full priority queue drops the oldest of the highest priority',
    rules: ['R-133'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxPriority: 10, maxLength: 2 })
      for (const [text, priority] of [
        ['h9', 9],
        ['l1', 1],
        ['m5', 5],
      ] as const) {
        ch.sendToQueue(q, body(text), { priority })
        await ch.waitForConfirms()
      }
      return s.drain(ch, q)
    },
  },
  {
    id: 'priority-expired-behind',
    title: 'an expired message of low priority waits behind one of high priority',
    rules: ['R-134'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { maxPriority: 10 })
      ch.sendToQueue(q, body('low'), { priority: 1, expiration: 50 })
      ch.sendToQueue(q, body('high'), { priority: 9 })
      await s.pause(200)
      return [await ch.checkQueue(q), await s.drain(ch, q)]
    },
  },
  {
    id: 'priority-expired-over-lasting',
    title: 'an expired message of high priority is not delivered',
    rules: ['R-161'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { maxPriority: 10 })
      ch.sendToQueue(q, body('low'), { priority: 1 })
      ch.sendToQueue(q, body('high'), { priority: 9, expiration: 50 })
      await s.pause(200)
      return s.drain(ch, q)
    },
  },
  {
    id: 'priority-requeue',
    title: 'a message given back returns to its place within its priority',
    rules: ['R-135'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { maxPriority: 5 })
      for (const [text, priority] of [
        ['a1', 1],
        ['a5', 5],
        ['b1', 1],
        ['b5', 5],
      ] as const) {
        ch.sendToQueue(q, body(text), { priority })
      }
      const taken = [await ch.get(q), await ch.get(q), await ch.get(q)]
      for (const message of taken.reverse()) if (message !== false) ch.nack(message)
      return s.drain(ch, q)
    },
  },
]
