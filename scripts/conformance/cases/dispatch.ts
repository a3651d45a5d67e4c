import type { Case } from '../case.ts'
import { body, bodyOf } from '../session.ts'
import type { Seen } from '../session.ts'

export const DISPATCH_CASES: readonly Case[] = [
  {
    id: 'round-robin',
    title: 'three consumers take turns',
    rules: ['R-73', 'R-80'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const seen = [await s.consume(ch, q), await s.consume(ch, q), await s.consume(ch, q)]
      for (let i = 1; i <= 9; i++) ch.sendToQueue(q, body(i))
      await s.until(() => seen.every(({ bodies }) => bodies.length === 3))
      return seen.map(({ bodies }) => bodies)
    },
  },
  {
    id: 'round-robin-over-channels',
    title: 'consumers of several channels take turns in the order they came',
    rules: ['R-73'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const seen: Seen[] = []
      for (const label of ['a', 'b', 'c']) seen.push(await s.consume(await s.channel(label), q))
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await s.until(() => seen.every(({ bodies }) => bodies.length === 2))
      return seen.map(({ bodies }) => bodies)
    },
  },
  {
    id: 'blocked-consumer-is-passed-over',
    title: 'a consumer whose prefetch is full is passed over and comes back at its turn',
    rules: ['R-73', 'R-76', 'R-79'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const slow = await s.channel('slow')
      await slow.prefetch(1)
      const fast = await s.channel('fast')
      await fast.prefetch(1)
      const first = await s.consume(slow, q)
      const second = await s.consume(fast, q, {}, (message) => fast.ack(message))
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await s.until(() => second.bodies.length === 5)
      return [first.bodies, second.bodies]
    },
  },
  {
    id: 'backlog-goes-to-the-first',
    title: 'without prefetch the first consumer takes the whole backlog',
    rules: ['R-75', 'R-74'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 10; i++) ch.sendToQueue(q, body(i))
      const first = await s.consume(await s.channel('first'), q)
      await s.until(() => first.bodies.length === 10)
      const second = await s.consume(await s.channel('second'), q)
      for (let i = 11; i <= 14; i++) ch.sendToQueue(q, body(i))
      await s.until(() => second.bodies.length === 2)
      return [first.bodies, second.bodies]
    },
  },
  {
    id: 'prefetch-one-is-fair',
    title: 'with prefetch 1 a busy worker gets nothing, an idle one everything',
    rules: ['R-74', 'R-79'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const busy = await s.channel('busy')
      await busy.prefetch(1)
      const held = await s.consume(busy, q)
      const idle = await s.channel('idle')
      await idle.prefetch(1)
      const done = await s.consume(idle, q, {}, (message) => idle.ack(message))
      for (let i = 1; i <= 8; i++) ch.sendToQueue(q, body(i))
      await s.until(() => done.bodies.length === 7)
      return [held.bodies, done.bodies]
    },
  },
  {
    id: 'prefetch-is-per-consumer',
    title: 'prefetch limits each consumer started after it',
    rules: ['R-76'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2)
      const seen = [await s.consume(consuming, q), await s.consume(consuming, q)]
      await consuming.prefetch(1)
      seen.push(await s.consume(consuming, q))
      for (let i = 1; i <= 8; i++) ch.sendToQueue(q, body(i))
      await s.until(() => seen.reduce((sum, { bodies }) => sum + bodies.length, 0) === 5)
      await s.settle(ch)
      return [seen.map(({ bodies }) => bodies), await ch.checkQueue(q)]
    },
  },
  {
    id: 'prefetch-is-topped-up',
    title: 'each acknowledgement makes room for one more',
    rules: ['R-76', 'R-79'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await ch.prefetch(2)
      const seen = await s.consume(ch, q)
      await s.until(() => seen.bodies.length === 2)
      const results: unknown[] = [[...seen.bodies]]
      const [first, second] = seen.messages
      if (second !== undefined) ch.ack(second)
      await s.until(() => seen.bodies.length === 3)
      results.push([...seen.bodies])
      if (first !== undefined) ch.ack(first)
      await s.until(() => seen.bodies.length === 4)
      results.push([...seen.bodies])
      ch.ackAll()
      await s.until(() => seen.bodies.length === 6)
      results.push(seen.bodies)
      return results
    },
  },
  {
    id: 'global-prefetch-is-per-channel',
    title: 'a global prefetch is shared by the channel',
    rules: ['R-77'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2, true)
      const seen = [await s.consume(consuming, q), await s.consume(consuming, q)]
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await s.ready(ch, q, 4)
      return [seen.map(({ bodies }) => bodies), await ch.checkQueue(q)]
    },
  },
  {
    id: 'both-prefetches-apply',
    title: 'a global and a per-consumer prefetch apply together',
    rules: ['R-77'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2, false)
      await consuming.prefetch(3, true)
      const seen = [await s.consume(consuming, q), await s.consume(consuming, q)]
      for (let i = 1; i <= 8; i++) ch.sendToQueue(q, body(i))
      await s.ready(ch, q, 5)
      return [seen.map(({ bodies }) => bodies), await ch.checkQueue(q)]
    },
  },
  {
    id: 'per-consumer-prefetch-lifts-the-global',
    title: 'a per-consumer prefetch set after a global one takes its place',
    rules: ['R-77'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(3, true)
      await consuming.prefetch(2, false)
      const seen = [await s.consume(consuming, q), await s.consume(consuming, q)]
      for (let i = 1; i <= 8; i++) ch.sendToQueue(q, body(i))
      await s.ready(ch, q, 4)
      return [seen.map(({ bodies }) => bodies), await ch.checkQueue(q)]
    },
  },
  {
    id: 'raised-global-prefetch-acts-at-once',
    title: 'raising the global prefetch lets consumers that are running go on',
    rules: ['R-77'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await s.settle(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(1, true)
      const seen = await s.consume(consuming, q)
      await s.until(() => seen.bodies.length === 1)
      await s.pause(50)
      const before = [...seen.bodies]
      await consuming.prefetch(3, true)
      await s.until(() => seen.bodies.length === 3)
      await s.pause(50)
      const raised = [...seen.bodies]
      await consuming.prefetch(0, true)
      await s.until(() => seen.bodies.length === 6)
      return [before, raised, seen.bodies]
    },
  },
  {
    id: 'get-and-no-ack-ignore-prefetch',
    title: 'gets and consumers without acknowledgements ignore the prefetch',
    rules: ['R-78'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await ch.prefetch(1, true)
      const got = [await ch.get(q), await ch.get(q)].map((one) => one !== false && bodyOf(one))
      const seen = await s.consume(ch, q, { noAck: true })
      await s.until(() => seen.bodies.length === 4)
      return [got, seen.bodies]
    },
  },
  {
    id: 'gets-count-in-a-global-prefetch',
    title: 'messages got and held count against a global prefetch',
    rules: ['R-77', 'R-78'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 4; i++) ch.sendToQueue(q, body(i))
      await ch.prefetch(1, true)
      const held = await ch.get(q)
      const seen = await s.consume(ch, q)
      await s.pause(100)
      const before = [...seen.bodies]
      if (held !== false) ch.ack(held)
      await s.pause(100)
      return [before, seen.bodies]
    },
  },
  {
    id: 'prefetch-bounds',
    title: 'prefetch sizes are not implemented, counts fit 16 bits',
    rules: ['R-26'],
    async run(s) {
      const raw = await s.rawChannel()
      const results: unknown[] = [
        await raw.call(1, 'basic.qos', { prefetchCount: 65_535 }),
        await raw.call(1, 'basic.qos', { prefetchCount: 0, global: true }),
        await raw.call(1, 'basic.qos', { prefetchSize: 1 }),
      ]
      for (const count of [65_536, -1]) {
        const ch = await s.channel()
        results.push(await s.attempt(() => ch.prefetch(count)))
      }
      return results
    },
  },
]
