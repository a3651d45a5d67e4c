import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const ALARM_CASES: readonly Case[] = [
  {
    id: 'memory-alarm',
    title: 'under an alarm publishers are blocked when they publish, consumers go on',
    rules: ['R-155', 'R-156'],
    isAlone: true,
    async run(s) {
      const publisher = await s.connect('publisher')
      const publishing = await s.confirmChannel('publishing', publisher)
      const consumer = await s.connect('consumer')
      const consuming = await s.channel('consuming', consumer)
      const q = await s.queue(consuming)
      consuming.sendToQueue(q, body('before'))
      await s.settle(consuming)
      const idle = await s.connect('idle')
      const quiet = await s.channel('quiet', idle)
      await s.operator.setAlarm('memory', true)
      s.log('alarm on')
      const results: unknown[] = [await quiet.checkQueue(q)]
      publishing.sendToQueue(q, body('held'), {}, () => s.log('confirmed'))
      await s.until(() => s.events.length === 2)
      let isAnswered = false
      const call = publishing.checkQueue(q).then(() => (isAnswered = true))
      const seen = await s.consume(quiet, q, { noAck: true })
      await s.pause(200)
      results.push(isAnswered, [...seen.bodies])
      s.log('alarm off')
      await s.operator.setAlarm('memory', false)
      await call
      await s.until(() => seen.bodies.length === 2)
      return [...results, isAnswered, seen.bodies]
    },
  },
  {
    id: 'disk-alarm-and-both',
    title: 'the reason names the resource; only the end of the last alarm unblocks',
    rules: ['R-155'],
    isAlone: true,
    async run(s) {
      const ch = await s.channel('channel', await s.connect('publisher'))
      await s.operator.setAlarm('disk', true)
      ch.publish('', s.name('nowhere'), body('1'))
      await s.until(() => s.events.length === 1)
      await s.operator.setAlarm('memory', true)
      await s.operator.setAlarm('disk', false)
      await s.pause(150)
      s.log('memory off')
      await s.operator.setAlarm('memory', false)
      await s.until(() => s.events.length > 2)
      await s.pause(50)
      return 'done'
    },
  },
  {
    id: 'blocked-without-the-capability',
    title: 'a client that cannot be told is blocked all the same',
    rules: ['R-155'],
    isAlone: true,
    async run(s) {
      const able = await s.rawChannel({ capabilities: { 'connection.blocked': true } })
      const unable = await s.rawChannel()
      await s.operator.setAlarm('memory', true)
      const results: unknown[] = []
      for (const raw of [able, unable]) {
        raw.publish(1, { routingKey: s.name('nowhere') }, '1')
        raw.send(1, 'basic.qos')
        results.push(await raw.all())
      }
      await s.operator.setAlarm('memory', false)
      for (const raw of [able, unable]) results.push(await raw.all())
      return results
    },
  },
  {
    id: 'acknowledgement-timeout',
    title: 'a delivery that is not acknowledged in time closes its channel',
    rules: ['R-151'],
    isAlone: true,
    async run(s) {
      await s.operator.setAckTimeout(1_000)
      const ch = await s.channel()
      const slow = await s.channel('slow')
      const got = await s.channel('got')
      const [q, p] = [await s.queue(ch), await s.queue(ch, {}, 'p')]
      for (const queue of [q, p]) for (const text of ['1', '2']) ch.sendToQueue(queue, body(text))
      await slow.prefetch(1)
      const seen = await s.consume(slow, q)
      await s.until(() => seen.bodies.length === 1)
      await s.until(() => s.events.length === 2, 6_000)
      await got.get(p)
      await s.until(() => s.events.length === 4, 6_000)
      const results = [await s.drain(ch, q), await s.drain(ch, p)]
      await s.operator.setAckTimeout(null)
      return results
    },
  },
]
