import { expect, it } from 'vitest'
import { connected, listening, runPrograms, URL } from './broker-run.ts'

it('[R-01] the handshake settles what amqplib and RabbitMQ settle by default', async () => {
  const { printed, ends } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        const { heartbeat, frameMax, channelMax } = connection.connection as unknown as Record<
          string,
          number
        >
        scope.log(heartbeat, frameMax, channelMax)
        await connection.close()
      },
    },
    10,
  )
  expect(printed).toEqual(['60 131072 2047', 'connection close: in order'])
  expect(ends).toEqual(['client exited 0'])
})

it('[R-02] a wrong password is refused in the words of RabbitMQ', async () => {
  const { printed } = await runPrograms(
    {
      client: (scope) =>
        scope.amqp.connect('amqp://guest:wrong@localhost').catch((error: Error) => {
          scope.log(error.message)
        }),
    },
    30,
  )
  expect(printed).toEqual([
    'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."',
  ])
})

it('[R-03] an unknown virtual host, and a broker that does not listen', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const attempt = (url: string) =>
          scope.amqp.connect(url).then(
            () => scope.log('connected'),
            (error: Error & { code?: string }) => scope.log(error.message, error.code),
          )
        await attempt('amqp://localhost/elsewhere')
        await attempt('amqp://localhost:5999')
        await attempt('amqp://broker')
        await attempt('amqps://localhost')
      },
    },
    60,
  )
  expect(printed[0]).toBe('Expected ConnectionOpenOk; got <ConnectionClose channel:0> undefined')
  expect(printed[1]).toBe('connect ECONNREFUSED 127.0.0.1:5999 ECONNREFUSED')
  expect(printed[2]).toBe('connected')
  expect(printed[3]).toMatch(/^Failed to connect with TLS: .+ undefined$/)
})

it('[R-09] a broker that stops in order: close with the reason, and no error', async () => {
  const { printed, ends } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        listening(await connection.createChannel(), scope)
      },
    },
    10,
    { inputs: [[1, { type: 'stop-broker', how: 'clean' }]] },
  )
  expect(printed).toEqual([
    'channel close',
    `connection close: Connection closed: 320 (CONNECTION-FORCED) with message "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"`,
  ])
  expect(ends).toEqual(['client exited 0'])
})

it('[R-10] a broker that is killed: read ECONNRESET, then close; then nobody listens', async () => {
  const { printed } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        listening(await connection.createChannel(), scope)
        await scope.sleep(2_000)
        await scope.amqp.connect(URL).catch((error: Error) => scope.log(error.message))
        await scope.sleep(2_000)
        await connected(scope)
        scope.log('back')
      },
    },
    10,
    {
      inputs: [
        [1, { type: 'stop-broker', how: 'killed' }],
        [3, { type: 'start-broker' }],
      ],
    },
  )
  expect(printed).toEqual([
    'connection error: read ECONNRESET',
    'channel close',
    'connection close: read ECONNRESET',
    'connect ECONNREFUSED 127.0.0.1:5672',
    'back',
  ])
})

it('[R-155] under a memory alarm a publisher is told that it is blocked, and then that it is not', async () => {
  const { timed, facts } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        connection.on('blocked', (reason: string) => scope.log('blocked:', reason))
        connection.on('unblocked', () => scope.log('unblocked'))
        const channel = await connection.createConfirmChannel()
        await channel.assertQueue('orders')
        await scope.sleep(1_500)
        channel.sendToQueue('orders', scope.bytes('x'))
        await channel.waitForConfirms()
        scope.log('confirmed')
      },
    },
    200,
    {
      inputs: [
        [1, { type: 'memory-alarm', isOn: true }],
        [100, { type: 'memory-alarm', isOn: false }],
      ],
    },
  )
  const [blocked = '', unblocked = '', confirmed = ''] = timed
  expect(blocked).toMatch(/^15\d\d blocked: low on memory$/)
  expect(unblocked).toBe('100001 unblocked')
  expect(confirmed).toMatch(/^10000\d confirmed$/)
  expect(facts.some(({ kind }) => kind === 'amqp.connection-closed')).toBe(false)
})

it('a day of heartbeats passes in an instant, and the connection lives', async () => {
  const { timed, count } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await connected(scope)
        await scope.sleep(86_400_000)
        const channel = await connection.createChannel()
        scope.log((await channel.assertQueue('orders')).queue)
      },
    },
    90_000,
  )
  expect(timed).toEqual([expect.stringMatching(/^864000\d\d orders$/)])
  expect(count('amqp.connection-closed')).toBe(0)
})

it('[X-11] a broker that does not answer: the timeout of amqplib says so', async () => {
  const { timed } = await runPrograms(
    {
      client: (scope) =>
        scope.amqp.connect(URL, { timeout: 500 }).catch((error: Error) => {
          scope.log(error.message)
        }),
    },
    30,
    { inputs: [[0, { type: 'cut-network', isCut: true }]] },
  )
  expect(timed).toEqual(['500 connect ETIMEDOUT'])
})

it('amqplib comes back by itself when it is asked to, after a broker restart', async () => {
  const { printed, count } = await runPrograms(
    {
      client: async (scope) => {
        const connection = await scope.amqp.connect(URL, { recovery: true })
        connection.on('error', () => undefined)
        await scope.sleep(20_000)
        const channel = await connection.createChannel()
        scope.log((await channel.assertQueue('orders')).queue)
        await connection.close()
      },
    },
    60,
    {
      inputs: [
        [1, { type: 'stop-broker', how: 'killed' }],
        [6, { type: 'start-broker' }],
      ],
    },
  )
  expect(printed).toEqual(['orders'])
  expect(count('amqp.connection-opened')).toBe(2)
})

it('[R-153] a frozen broker: Heartbeat timeout 6 seconds after the last sign of it', async () => {
  const { timed } = await runPrograms(
    {
      client: async (scope) => {
        await connected(scope, `${URL}?heartbeat=2`)
      },
    },
    30,
    { inputs: [[0.5, { type: 'freeze-broker', isFrozen: true }]] },
  )
  expect(timed.map((line) => line.replace(/^[\d.]+ /, ''))).toEqual([
    'connection error: Heartbeat timeout',
    'connection close: Heartbeat timeout',
  ])
  expect(Number(timed[0]?.split(' ')[0])).toBeGreaterThanOrEqual(4_000)
  expect(Number(timed[0]?.split(' ')[0])).toBeLessThanOrEqual(6_100)
})

it('[R-154] a client that computes for too long learns only then that it was given up', async () => {
  const { timed, facts } = await runPrograms(
    {
      client: async (scope) => {
        await connected(scope, `${URL}?heartbeat=2`)
        await scope.sleep(1_000)
        const end = scope.Date.now() + 20_000
        while (scope.Date.now() < end);
        scope.log('awake')
      },
    },
    60,
  )
  const lost = facts.find(({ kind }) => kind === 'amqp.connection-closed')
  expect(lost?.at).toBeLessThan(9_000_000)
  expect(timed.map((line) => line.replace(/^[\d.]+ /, ''))).toEqual([
    'awake',
    'connection error: read ECONNRESET',
    'connection close: read ECONNRESET',
  ])
})
