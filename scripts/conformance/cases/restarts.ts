import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

const QUORUM = { arguments: { 'x-queue-type': 'quorum' } }

/** What there is of each queue: its messages, or why it is not there. */
async function whatIsLeft(s: Session, queues: readonly string[]): Promise<unknown> {
  const actions: Record<string, (ch: Channel) => Promise<unknown>> = {}
  for (const queue of queues) {
    actions[queue.slice(s.prefix.length)] = async (ch) => {
      await ch.checkQueue(queue)
      return s.drain(ch, queue)
    }
  }
  return s.verdicts(actions)
}

export const RESTART_CASES: readonly Case[] = [
  {
    id: 'clean-restart',
    title: 'what is durable survives a restart, what is not is gone',
    rules: ['R-145', 'R-146', 'R-147', 'R-148', 'R-137', 'R-150', 'R-51'],
    isAlone: true,
    async run(s) {
      const ch = await s.confirmChannel()
      const kinds: Readonly<Record<string, object>> = {
        durable: {},
        transient: { durable: false },
        'auto-delete': { autoDelete: true },
        exclusive: { exclusive: true },
        quorum: QUORUM,
        lazy: { queueMode: 'lazy' },
        priority: { maxPriority: 5 },
      }
      const queues: string[] = []
      for (const [part, options] of Object.entries(kinds)) {
        const q = await s.queue(ch, options, part)
        queues.push(q)
        for (const [text, persistent] of [
          ['p1', true],
          ['t', false],
          ['p2', true],
        ] as const) {
          ch.sendToQueue(q, body(text), { persistent, priority: text === 'p2' ? 3 : 1 })
        }
      }
      await ch.waitForConfirms()
      const first = await ch.get(s.name('durable'))
      const x = await s.exchange(ch, 'fanout', {}, 'durable-x')
      const y = await s.exchange(ch, 'fanout', { durable: false }, 'transient-x')
      for (const from of [x, y]) {
        await ch.bindQueue(s.name('durable'), from, '')
        await ch.bindQueue(s.name('transient'), from, '')
      }
      s.events.length = 0
      await s.operator.restart('stop')
      const results: unknown[] = [first, await whatIsLeft(s, queues)]
      results.push(
        await s.verdicts({
          'durable exchange': async (other) => {
            other.publish(x, '', body('through'))
            await s.settle(other)
            return s.drain(other, s.name('durable'))
          },
          'transient exchange': (other) => other.checkExchange(y),
        }),
      )
      return results
    },
  },
  {
    id: 'kill-and-restart',
    title: 'a confirmed persistent message survives the kill of the broker',
    rules: ['R-149', 'R-148', 'R-10'],
    isAlone: true,
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text), { persistent: true })
      await ch.waitForConfirms()
      await s.operator.restart('kill')
      await s.until(() => s.events.length >= 3)
      return whatIsLeft(s, [q])
    },
  },
  {
    id: 'shutdown-closes-connections',
    title: 'a shutdown closes connections with a reason, without an error',
    rules: ['R-09'],
    isAlone: true,
    async run(s) {
      await s.channel()
      const raw = await s.rawChannel()
      await s.operator.restart('stop')
      await s.until(() => s.events.length === 2)
      return raw.all()
    },
  },
  {
    id: 'operator-closes-a-connection',
    title: 'an operator closes connections with the reason given',
    rules: ['R-09'],
    needsOperator: true,
    async run(s) {
      const user = s.prefix + 'user'
      await s.operator.addUser(user, 'secret')
      const everything = { configure: '.*', write: '.*', read: '.*' }
      await s.operator.setPermissions(user, '/', everything)
      const connection = await s.connect('closed', { username: user, password: 'secret' })
      await s.channel('channel', connection)
      await s.channel('other')
      await s.operator.closeConnections(user, 'enough of you')
      await s.until(() => s.events.length === 2)
      await s.operator.deleteUser(user)
      return 'closed'
    },
  },
  {
    id: 'frozen-broker',
    title: 'a client with heartbeats gives a frozen broker up',
    rules: ['R-153'],
    isAlone: true,
    async run(s) {
      await s.connect('beating', { heartbeat: 1 })
      await s.operator.setFrozen(true)
      const isNoticed = await s.until(() => s.events.length === 2, 6_000)
      await s.operator.setFrozen(false)
      await s.pause(300)
      return isNoticed
    },
  },
]
