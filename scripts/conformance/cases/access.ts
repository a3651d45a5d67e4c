import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

export const ACCESS_CASES: readonly Case[] = [
  {
    id: 'permissions',
    title: 'configure, write and read are asked for by name',
    rules: ['R-57', 'R-58'],
    needsOperator: true,
    async run(s) {
      const user = s.prefix + 'bob'
      const login = { username: user, password: 'secret' }
      await s.operator.addUser(user, 'secret')
      const refused = await s.attempt(s.connect('early', login).then(() => 'connected'))
      const own = `^${s.prefix}own`
      await s.operator.setPermissions(user, '/', { configure: own, write: own, read: own })
      const ch = await s.channel()
      const [alice, mine] = [await s.queue(ch, {}, 'alice'), s.name('own')]
      const [x, y] = [await s.exchange(ch, 'fanout'), s.name('own-x')]
      const results: Record<string, unknown> = {}
      const tries: Readonly<Record<string, (other: Channel) => Promise<unknown>>> = {
        'declare own': (other) => other.assertQueue(mine),
        'declare other': (other) => other.assertQueue(alice),
        'check other': (other) => other.checkQueue(alice),
        'declare exchange': (other) => other.assertExchange(x, 'fanout'),
        'declare own exchange': (other) => other.assertExchange(y, 'fanout'),
        'own alternate': (other) =>
          other.assertExchange(s.name('own-z'), 'fanout', { alternateExchange: x }),
        'own dead letters': (other) =>
          other.assertQueue(s.name('own-d'), { deadLetterExchange: x }),
        'bind to other exchange': (other) => other.bindQueue(mine, x, ''),
        'bind other queue': (other) => other.bindQueue(alice, y, ''),
        'bind own': (other) => other.bindQueue(mine, y, ''),
        'bind exchange to other': (other) => other.bindExchange(y, x, ''),
        'unbind other': (other) => other.unbindQueue(mine, x, ''),
        'publish to other': async (other) => other.publish(x, '', body('1')),
        'publish to the default exchange': async (other) => other.sendToQueue(mine, body('1')),
        'publish own': async (other) => other.publish(y, '', body('1')),
        'consume other': (other) => other.consume(alice, () => undefined),
        'consume own': (other) => other.consume(mine, () => undefined),
        'get other': (other) => other.get(alice),
        'purge other': (other) => other.purgeQueue(alice),
        'delete other': (other) => other.deleteQueue(alice),
        'delete other exchange': (other) => other.deleteExchange(x),
        'server named': (other) => other.assertQueue('', { exclusive: true }),
      }
      const connection = await s.connect('bob', login)
      for (const [name, act] of Object.entries(tries)) {
        const channel = await s.channel(name, connection)
        results[name] = await s.attempt(act(channel))
        await s.settle(channel)
      }
      await connection.close()
      await s.operator.deleteUser(user)
      return [refused, results]
    },
  },
  {
    id: 'virtual-hosts',
    title: 'virtual hosts share nothing, and deleting one ends its connections',
    rules: ['R-03', 'R-57'],
    needsOperator: true,
    async run(s) {
      const virtualHost = s.prefix + 'host'
      await s.operator.addVirtualHost(virtualHost)
      const early = await s.attempt(s.connect('early', { vhost: virtualHost }).then(() => 'in'))
      const everything = { configure: '.*', write: '.*', read: '.*' }
      await s.operator.setPermissions('guest', virtualHost, everything)
      const other = await s.connect('other', { vhost: virtualHost })
      const there = await s.channel('there', other)
      const here = await s.channel('here')
      const q = await s.queue(here)
      const results: unknown[] = [early, await there.assertQueue(q, { durable: false })]
      here.sendToQueue(q, body('here'))
      there.sendToQueue(q, body('there'))
      results.push(await s.drain(here, q), await s.drain(there, q))
      results.push(await s.attempt(there.assertQueue(q)))
      await s.tick()
      await s.operator.deleteVirtualHost(virtualHost)
      await s.until(() => s.events.length >= 3)
      // RabbitMQ says "is deleted" or "is down", whichever of its processes is first.
      s.events.splice(2)
      return results
    },
  },
  {
    id: 'definitions-import',
    title: 'imported definitions are there, and exported as they are',
    rules: ['R-46', 'R-122'],
    needsOperator: true,
    async run(s) {
      const [q, x, other] = [s.name('q'), s.name('x'), s.name('other')]
      const virtualHost = '/'
      // In the form rabbitmqctl writes: what another form leaves out RabbitMQ would add, ours would not.
      const definitions = {
        queues: [
          {
            name: q,
            vhost: virtualHost,
            durable: true,
            auto_delete: false,
            type: 'classic',
            arguments: { 'x-dead-letter-exchange': '', 'x-max-length': 2 },
          },
        ],
        exchanges: [
          {
            name: x,
            vhost: virtualHost,
            type: 'topic',
            durable: true,
            auto_delete: false,
            arguments: {},
          },
          {
            name: other,
            vhost: virtualHost,
            type: 'fanout',
            durable: true,
            auto_delete: false,
            arguments: { 'alternate-exchange': x },
          },
        ],
        bindings: [
          {
            source: x,
            vhost: virtualHost,
            destination: q,
            destination_type: 'queue',
            routing_key: 'a.#',
            arguments: {},
          },
          {
            source: x,
            vhost: virtualHost,
            destination: other,
            destination_type: 'exchange',
            routing_key: 'b',
            arguments: { 'x-own': 'value' },
          },
        ],
        policies: [
          {
            vhost: virtualHost,
            name: s.prefix,
            pattern: `^${s.prefix}q`,
            'apply-to': 'queues',
            priority: 3,
            definition: { 'message-ttl': 60_000 },
          },
        ],
      }
      await s.operator.importDefinitions(definitions)
      const ch = await s.channel()
      for (const key of ['a', 'a.b', 'b', 'a.b.c']) ch.publish(x, key, body(key))
      const drained = await s.drain(ch, q)
      const exported = await s.operator.exportDefinitions()
      await s.operator.clearPolicy(virtualHost, s.prefix)
      return [drained, ownPart(s, exported)]
    },
  },
]

/** Of exported definitions, what the case itself defined, in a fixed order. */
function ownPart(s: Session, definitions: Record<string, unknown>): unknown {
  const own = (key: string, name: string) =>
    (definitions[key] as Record<string, unknown>[])
      .filter((one) => String(one[name]).startsWith(s.prefix))
      .map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))))
      .sort()
  return [
    Object.keys(definitions).sort(),
    own('queues', 'name'),
    own('exchanges', 'name'),
    own('bindings', 'source'),
    own('policies', 'name'),
  ]
}
