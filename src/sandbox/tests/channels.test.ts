import type { Channel } from 'amqplib'
import { expect, it } from 'vitest'
import { connected, listening, runPrograms, URL, type TestScope } from './broker-run.ts'

it('200 messages are confirmed, consumed with a prefetch and acknowledged', async () => {
  const { printed, count, ends } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const publisher = await connection.createConfirmChannel()
        await publisher.assertQueue('orders')
        for (let order = 1; order <= 200; order++) {
          publisher.sendToQueue('orders', scope.bytes(`order ${order}`), { persistent: true })
        }
        await publisher.waitForConfirms()
        scope.log('confirmed')
        const consumer = await connection.createChannel()
        await consumer.prefetch(10)
        let handled = 0
        await consumer.consume('orders', (message) => {
          if (message === null) return
          handled++
          if (message.content.toString() !== `order ${handled}`) scope.log('out of order')
          consumer.ack(message)
          if (handled === 200) void consumer.close().then(() => connection.close())
        })
      },
    },
    10,
  )
  expect(printed).toEqual(['confirmed', 'connection close: in order'])
  expect(count('amqp.message-acked')).toBe(200)
  expect(ends).toEqual(['client exited 0'])
})

it('[R-04] [R-05] [R-06] a channel error closes that channel, in the order amqplib tells it', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const channel = listening(await connection.createChannel(), scope)
        const other = await connection.createChannel()
        await channel.checkQueue('nothing').catch((error: Error & { code?: number }) => {
          scope.log('rejected:', error.message, error.code)
        })
        await scope.sleep(10)
        try {
          channel.sendToQueue('nothing', scope.bytes('x'))
        } catch (error) {
          scope.log(String(error))
        }
        scope.log((await other.assertQueue('orders')).queue)
      },
    },
    10,
  )
  const text = `404 (NOT-FOUND) with message "NOT_FOUND - no queue 'nothing' in vhost '/'"`
  expect(printed).toEqual([
    `channel error: Channel closed by server: ${text} 404`,
    'channel close',
    `rejected: Operation failed: QueueDeclare; ${text} 404`,
    'IllegalOperationError: Channel closed',
    'orders',
  ])
})

it('[R-07] publishing to an exchange that is not there returns true; the channel closes later', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const channel = listening(await connection.createChannel(), scope)
        scope.log(channel.publish('nowhere', 'key', scope.bytes('x')))
      },
    },
    10,
  )
  expect(printed[0]).toBe('true')
  expect(printed[1]).toContain(`no exchange 'nowhere' in vhost '/'`)
  expect(printed[2]).toBe('channel close')
})

it('[R-11] a channel error nobody listens for ends the process', async () => {
  const { ends } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.checkQueue('nothing').catch(() => undefined)
        await scope.sleep(60_000)
      },
    },
    100,
  )
  expect(ends).toHaveLength(1)
  expect(ends[0]).toMatch(/^client crashed 1 .*Channel closed by server: 404/)
})

it('[R-12] a callback that throws closes its channel; what it held is requeued', async () => {
  const { printed, count } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const channel = listening(await connection.createChannel(), scope)
        await channel.assertQueue('orders')
        channel.sendToQueue('orders', scope.bytes('x'))
        await channel.consume('orders', () => {
          throw new Error('no such dish')
        })
        await scope.sleep(100)
        const other = await connection.createChannel()
        scope.log((await other.checkQueue('orders')).messageCount)
      },
    },
    10,
  )
  expect(printed).toEqual(['channel error: no such dish 541', 'channel close', '1'])
  expect(count('amqp.message-requeued')).toBe(1)
})

it('[R-13] an async callback that rejects ends the process; what it held is requeued', async () => {
  const { ends, facts } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        channel.sendToQueue('orders', scope.bytes('x'))
        await channel.consume('orders', async () => {
          await scope.sleep(50)
          throw new Error('no such dish')
        })
      },
    },
    10,
  )
  expect(ends).toEqual(['client crashed 1 Error: no such dish'])
  const requeued = facts.find(({ kind }) => kind === 'amqp.message-requeued')
  expect(requeued?.fields['reason']).toBe('connection-closed')
})

const WAYS: Readonly<Record<string, (scope: TestScope, channel: Channel) => unknown>> = {
  'at once': () => undefined,
  'after a promise': async () => {
    await Promise.resolve()
  },
  'after one setImmediate': ({ setImmediate }) =>
    new Promise((resolve) => {
      setImmediate(() => {
        resolve(null)
      })
    }),
  'after channel.close': (_, channel) => channel.close(),
  'after an answer on the channel': (_, channel) => channel.checkQueue('orders'),
  'after 500 ms': ({ sleep }) => sleep(500),
}

it.each([
  ['at once', 0],
  ['after a promise', 0],
  ['after one setImmediate', 0],
  ['after channel.close', 5],
  ['after an answer on the channel', 5],
  ['after 500 ms', 5],
])('[R-14] connection.close %s: %i of 5 messages arrive', async (way, arrived) => {
  const { count } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        for (let order = 0; order < 5; order++) channel.sendToQueue('orders', scope.bytes('x'))
        await WAYS[way]?.(scope, channel)
        await connection.close()
      },
    },
    10,
  )
  expect(count('amqp.message-queued')).toBe(arrived)
})

it('[R-15] process.exit right after publish loses the messages', async () => {
  const { count, ends } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        channel.sendToQueue('orders', scope.bytes('x'))
        scope.process.exit(0)
      },
    },
    10,
  )
  expect(count('amqp.message-published')).toBe(0)
  expect(count('amqp.connection-closed')).toBe(1)
  expect(ends).toEqual(['client exited 0'])
})

it('[R-16] the 2,047th publish in one tick returns false; nothing is dropped, and drain comes', async () => {
  const { printed, count } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        channel.on('drain', () => scope.log('drain'))
        let first = 0
        for (let order = 1; order <= 3_000; order++) {
          const hasRoom = channel.sendToQueue('orders', scope.bytes('x'))
          if (!hasRoom && first === 0) first = order
        }
        scope.log('first false', first)
        await scope.sleep(1_000)
      },
    },
    10,
  )
  expect(printed).toEqual(['first false 2047', 'drain'])
  expect(count('amqp.message-queued')).toBe(3_000)
})

it('[R-17] [R-18] what is no Buffer, too long or of no type is refused at once', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        const attempt = (work: () => unknown) => {
          try {
            work()
            scope.log('taken')
          } catch (error) {
            scope.log(String(error))
          }
        }
        attempt(() => channel.publish('', 'q', 'text' as never))
        attempt(() => channel.publish('', 'k'.repeat(256), scope.bytes('')))
        attempt(() => channel.publish('', 'q', scope.bytes(''), { headers: { call: () => 1 } }))
        attempt(() => channel.publish('', 'q', scope.bytes(''), { headers: { none: undefined } }))
        await connection.close()
      },
    },
    10,
  )
  expect(printed).toEqual([
    'TypeError: content is not a buffer',
    `TypeError: Field 'routingKey' is the wrong type; must be a string (up to 255 chars)`,
    'TypeError: Unknown type to encode: function',
    'taken',
  ])
})

it('[R-24] with a backlog the callback runs before consume resumes', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        channel.sendToQueue('orders', scope.bytes('1'))
        await scope.sleep(100)
        await channel.consume('orders', () => scope.log('callback'), { noAck: true })
        scope.log('consume resumed')
        await connection.close()
      },
    },
    10,
  )
  expect(printed).toEqual(['callback', 'consume resumed'])
})
