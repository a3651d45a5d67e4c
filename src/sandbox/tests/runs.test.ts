import type * as callbackApi from 'amqplib/callback_api'
import { expect, it } from 'vitest'
import { runPrograms, URL, type TestScope } from './broker-run.ts'

it('[X-12] what a consumer does about a message is caused by the delivery of that message', async () => {
  const { facts } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        await channel.assertQueue('orders')
        for (let order = 1; order <= 5; order++) channel.sendToQueue('orders', scope.bytes('x'))
        await channel.checkQueue('orders')
        await channel.consume('orders', async (message) => {
          if (message === null) return
          // What one process writes at one instant travels together, with one cause.
          await scope.sleep(10 * message.fields.deliveryTag)
          channel.ack(message)
        })
      },
    },
    10,
  )
  const acked = facts.filter(({ kind }) => kind === 'amqp.message-acked')
  expect(acked).toHaveLength(5)
  for (const { cause, fields } of acked) {
    const delivered = facts[cause ?? -1]
    expect(delivered?.kind).toBe('amqp.message-delivered')
    expect(delivered?.fields['message']).toBe(fields['message'])
  }
})

it('[X-13] the same code, seed and inputs give the same bytes; another seed another run', async () => {
  const run = async (seed: number) =>
    runPrograms(
      {
        web: async (scope) => {
          const connection = await scope.amqp.connect(URL)
          const channel = await connection.createConfirmChannel()
          await channel.assertQueue('orders')
          for (;;) {
            await scope.sleep(scope.Math.random() * 100)
            channel.sendToQueue('orders', scope.bytes(scope.crypto.randomUUID()))
            await channel.waitForConfirms()
          }
        },
        worker: async (scope) => {
          const connection = await scope.amqp.connect(URL)
          const channel = await connection.createChannel()
          await channel.assertQueue('orders')
          await channel.prefetch(3)
          await channel.consume('orders', async (message) => {
            await scope.sleep(scope.Math.random() * 200)
            scope.log(message?.content.toString())
            if (message !== null) channel.ack(message)
          })
        },
      },
      20,
      {
        seed,
        inputs: [
          [5, { type: 'signal-program', program: 'worker', signal: 'SIGKILL' }],
          [6, { type: 'start-program', program: 'worker' }],
        ],
      },
    )
  const [one, again, other] = [await run(1), await run(1), await run(2)]
  expect(one.count('amqp.message-acked')).toBeGreaterThan(100)
  expect(one.count('amqp.message-requeued')).toBeGreaterThan(0)
  expect(again.lines).toEqual(one.lines)
  expect(other.lines).not.toEqual(one.lines)
})

it('[X-08] the callback API is there too, and two processes do not share it', async () => {
  const { printed, ends } = await runPrograms(
    {
      client: ({ require, log, setTimeout }) => {
        const { connect } = require('amqplib/callback_api') as typeof callbackApi
        log(connect === (require('amqplib/callback_api') as typeof callbackApi).connect)
        connect(URL, (_error, connection) => {
          connection.createChannel((_refused, channel) => {
            channel.assertQueue('', { exclusive: true }, (_none, ok) => log(ok.messageCount))
            setTimeout(() => connection.close(), 100)
          })
        })
      },
      other: ({ require, amqp, log }) => {
        // Each process has an instance of its own: what one changes, the other does not see.
        Object.assign(amqp, { changed: true })
        log('changed' in (require('amqplib') as object))
      },
      third: ({ setTimeout, amqp, log }) => setTimeout(() => log('changed' in amqp), 1_000),
    },
    10,
  )
  expect(printed).toEqual(['true', 'true', '0', 'false'])
  expect(ends.toSorted()).toEqual(['client exited 0', 'other exited 0', 'third exited 0'])
})

it('[X-07] one signal reaches every process of a name, each in a turn of its own', async () => {
  const polite = (scope: TestScope) => {
    const emitter = scope.process as unknown as NodeJS.Process
    emitter.on('SIGTERM', async () => {
      await Promise.resolve()
      scope.log('goodbye from', scope.process.pid)
      scope.process.exit(0)
    })
    scope.setInterval(() => undefined, 1_000)
  }
  const { printed, ends } = await runPrograms({ worker: polite }, 10, {
    twice: ['worker'],
    inputs: [[5, { type: 'signal-program', program: 'worker', signal: 'SIGTERM' }]],
  })
  expect(printed).toEqual(['goodbye from 1', 'goodbye from 2'])
  expect(ends).toEqual(['worker exited 0', 'worker exited 0'])
})

it('[X-14] a limit ends the run in the middle of a turn, and what is left of it reaches nothing', async () => {
  const { lines, printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL)
        const channel = await connection.createChannel()
        for (;;) scope.log((await channel.assertQueue('')).queue.length > 0)
      },
    },
    10,
    { limits: { facts: 200 } },
  )
  expect(lines.at(-1)).toContain('"kind":"run.stopped","limit":"facts","value":200')
  expect(printed.length).toBeLessThan(200)
})
