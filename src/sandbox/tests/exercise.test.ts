import { describe, expect, it } from 'vitest'
import type { FactId } from '#engine'
import { causesOf, journeyOfOrder, type ShopInput } from '#scenarios'
import { HANDLE, runExercise, WEB, WORKER } from './exercise-runs.ts'

const KILL: ShopInput = { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }
const START: ShopInput = { type: 'start', process: 'worker-1' }

/** Work that takes two seconds. */
const SLOW = HANDLE.replace(
  'await sendMail',
  'await new Promise((done) => setTimeout(done, 2_000))\n  await sendMail',
)

describe('code in place of processes', () => {
  it('[X-17] what web and worker do with orders stands in ledger, stage and journeys', async () => {
    const { ledger, stage, trace, of } = await runExercise()
    expect(ledger).toMatchObject({ placed: 5, processed: 5, emailed: 5, open: 0, lost: [] })
    expect(ledger.answer?.count).toBe(5)
    const { processes, queues, consumers } = stage
    expect(processes.get('worker-1')).toMatchObject({ isConnected: true, finished: 5 })
    expect(processes.get('web')).toMatchObject({ isConnected: true, finished: 5 })
    expect(queues.get('orders')?.counts).toMatchObject({ queued: 5, delivered: 5, acked: 5 })
    expect([...consumers.values()].map(({ process }) => process)).toEqual(['worker-1'])
    const journey = journeyOfOrder(trace, 3, trace.length).map((id) => trace.kind(id))
    expect(journey).toContain('amqp.message-delivered')
    const [processed] = of('shop.order-processed')
    const causes = causesOf(trace, processed?.id ?? (0 as FactId))
    expect(causes.map((id) => trace.kind(id))).toContain('shop.order-placed')
  })

  it('[X-18] a worker killed at its work gets the message again when it is started', async () => {
    const { ledger, of } = await runExercise({
      files: { 'handle.ts': SLOW },
      orders: 1,
      inputs: [
        [1, KILL],
        [4, START],
      ],
    })
    expect(ledger).toMatchObject({ processed: 1, emailed: 1, lost: [], doneTwice: [] })
    expect(of('task.dropped')).toHaveLength(1)
    expect(of('amqp.message-requeued').map(({ fields }) => fields['reason'])).toEqual([
      'connection-closed',
    ])
    const delivered = of('amqp.message-delivered').map(({ fields }) => fields['redelivered'])
    expect(delivered).toEqual([false, true])
    const lives = of('process.started').filter(({ fields }) => fields['process'] === 'worker-1')
    expect(new Set(lives.map(({ fields }) => fields['pid'])).size).toBe(2)
    expect(of('process.exited')[0]?.fields).toMatchObject({ signal: 'SIGKILL', code: null })
  })

  it('[X-18] code that listens for SIGTERM ends as it wants to', async () => {
    const files = { 'worker.ts': `${WORKER}\nprocess.on('SIGTERM', () => process.exit(3))\n` }
    const inputs = [[30, { ...KILL, signal: 'SIGTERM' }]] as const
    const { of } = await runExercise({ files, inputs })
    expect(of('process.exited').map(({ fields }) => fields['code'])).toEqual([3])
  })

  it('[X-17] two workers of one file share the orders', async () => {
    const { ledger, stage } = await runExercise({
      players: { web: 'web.ts', 'worker-1': 'worker.ts', 'worker-2': 'worker.ts' },
      files: { 'handle.ts': SLOW },
      workers: 2,
      orders: 6,
    })
    expect(ledger.processed).toBe(6)
    const finished = ['worker-1', 'worker-2'].map((id) => stage.processes.get(id)?.finished)
    expect(finished).toEqual([3, 3])
  })

  it('[X-17] code and the shop itself work on the same queue', async () => {
    const byShop = await runExercise({ players: { web: 'web.ts' } })
    expect(byShop.ledger.processed).toBe(5)
    const byCode = await runExercise({ players: { 'worker-1': 'worker.ts' } })
    expect(byCode.ledger.processed).toBe(5)
  })

  it('[X-17] a broker that is restarted takes the connections of code along', async () => {
    const { of, stage } = await runExercise({
      inputs: [[30, { type: 'restart-broker', how: 'killed' }]],
    })
    expect(of('sandbox.process-ended').map(({ fields }) => fields['how'])).toEqual([
      'crashed',
      'crashed',
    ])
    expect(stage.processes.get('web')).toMatchObject({ state: 'exited', code: 1 })
    expect(of('amqp.broker-started')).toHaveLength(1)
  })

  it('[X-17] orders that come before the code takes any wait for it', async () => {
    const { ledger } = await runExercise({
      orders: 0,
      inputs: [[0, { type: 'place-orders', count: 3 }]],
      files: {
        'web.ts': WEB.replace(
          'onOrder(',
          'await new Promise((done) => setTimeout(done, 500))\nonOrder(',
        ),
      },
    })
    expect(ledger).toMatchObject({ processed: 3, answer: { count: 3, p50: 500_260 } })
  })

  it('[X-17] nobody is told of a worker that is taken out, and its message waits', async () => {
    const { ledger, stage } = await runExercise({
      files: { 'handle.ts': SLOW },
      orders: 1,
      inputs: [[1, { type: 'remove', node: 'worker-1' }]],
    })
    expect(ledger).toMatchObject({ processed: 0, lost: [], open: 1 })
    expect(stage.queues.get('orders')?.ready.size).toBe(1)
  })

  it('[X-13] the same seed gives the same trace, another one another', async () => {
    const [one, again, other] = [
      await runExercise({ seed: 7 }),
      await runExercise({ seed: 7 }),
      await runExercise({ seed: 8 }),
    ]
    expect(again.lines).toEqual(one.lines)
    expect(other.lines).not.toEqual(one.lines)
  })
})

describe('mistakes', () => {
  it('[X-20] acknowledged before the work and killed in it: the order is lost', async () => {
    const early = WORKER.replace(
      '  await handle',
      '  channel.ack(message)\n  await handle',
    ).replace(/\)\)\n {2}channel\.ack\(message\)/, '))')
    const files = { 'worker.ts': early, 'handle.ts': SLOW }
    const inputs = [
      [1, KILL],
      [4, START],
    ] as const
    const { ledger } = await runExercise({ files, inputs, orders: 1 })
    expect(ledger.lost.map(({ order }) => order)).toEqual([1])
  })

  it('[X-20] automatically acknowledged and killed at the work: the order is lost', async () => {
    const automatic = WORKER.replace('  channel.ack(message)\n', '').replace(
      '\n})',
      '\n}, { noAck: true })',
    )
    const files = { 'worker.ts': automatic, 'handle.ts': SLOW }
    const done = await runExercise({ files, orders: 1 })
    expect(done.ledger).toMatchObject({ processed: 1, lost: [] })
    expect(done.stage.processes.get('worker-1')?.running.size).toBe(0)
    const killed = await runExercise({ files, orders: 1, inputs: [[1, KILL]] })
    expect(killed.ledger.lost.map(({ order }) => order)).toEqual([1])
  })

  it('[X-21] an exception nobody catches is a fact with file and line, and ends the process', async () => {
    const files = {
      'handle.ts': HANDLE.replace(
        '  await sendMail',
        `  throw new Error('no oven')\n  await sendMail`,
      ),
    }
    const { of, ledger } = await runExercise({ files })
    const place = { process: 'worker-1', file: 'handle.ts', line: 5, message: 'Error: no oven' }
    expect(of('sandbox.exception-thrown').map(({ fields }) => fields)).toMatchObject([place])
    expect(of('process.exited').map(({ fields }) => fields['code'])).toEqual([1])
    expect(ledger).toMatchObject({ processed: 0, lost: [], open: 5 })
  })

  it('[X-21] a handler of orders that fails refuses the order; the web process lives on', async () => {
    const files = {
      'web.ts': WEB.replace(
        '  channel.send',
        '  if (order.order === 2) throw new Error("full")\n  channel.send',
      ),
    }
    const { of, ledger } = await runExercise({ files })
    expect(ledger).toMatchObject({ refused: 1, processed: 4 })
    expect(of('shop.order-refused')[0]?.fields).toMatchObject({
      order: 2,
      reason: 'handler-failed',
    })
    expect(of('sandbox.exception-thrown')[0]?.fields).toMatchObject({ file: 'web.ts', line: 9 })
    expect(of('process.exited')).toEqual([])
  })

  it.each([
    [
      'a message that throws',
      `Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })`,
    ],
    [
      'a class that throws',
      `new Proxy(new Error('x'), { getPrototypeOf() { throw 1 }, get() { throw 2 } })`,
    ],
    ['a name that is no text', `Object.assign(new Error('x'), { name: Symbol('x') })`],
    ['a value that is no text', `{ [Symbol.toPrimitive]() { throw 1 } }`],
  ])('[X-21] an error with %s ends its process and nothing else', async (_name, error) => {
    const files = {
      'handle.ts': HANDLE.replace('  await sendMail', `  throw ${error}\n  await sendMail`),
    }
    const { of, end } = await runExercise({ files })
    expect(of('process.exited').map(({ fields }) => fields['process'])).toEqual(['worker-1'])
    const [told] = of('sandbox.process-ended').map(({ fields }) => fields['error'])
    expect(told).toBe('Error: what was thrown cannot be shown')
    expect(end.how).toBe('idle')
  })

  it.each([
    ['message', `new Error('x\\n at web (exercise-file/web.ts:1:1)')`, 5],
    [
      'stack with a file that is not there',
      `Object.assign(new Error('x'), { stack: 'exercise-file/mail.ts:1' })`,
      null,
    ],
    [
      'stack with a line that is not there',
      `Object.assign(new Error('x'), { stack: 'exercise-file/web.ts:9999' })`,
      null,
    ],
    [
      'stack that throws',
      `Object.defineProperty(new Error('x'), 'stack', { get() { throw 1 } })`,
      null,
    ],
  ])('[X-21] a %s names no place where nothing was thrown', async (_name, error, line) => {
    const files = {
      'handle.ts': HANDLE.replace('  await sendMail', `  throw ${error}\n  await sendMail`),
    }
    const { of } = await runExercise({ files })
    const places = of('sandbox.exception-thrown').map(({ fields }) => fields)
    expect(places).toMatchObject(line === null ? [] : [{ file: 'handle.ts', line }])
  })

  it('[X-17] a body that is no JSON is a message about no order', async () => {
    const files = { 'web.ts': WEB.replace('JSON.stringify(order)', `'order ' + order.order`) }
    const { of, ledger } = await runExercise({ files, players: { web: 'web.ts' } })
    expect(of('amqp.message-queued')).toHaveLength(5)
    expect(ledger).toMatchObject({ processed: 0, answer: { count: 5 } })
  })

  it('[X-19] a message to an exchange that is not there is refused, and the order is lost', async () => {
    const files = { 'web.ts': WEB.replace(`sendToQueue('orders', `, `publish('nowhere', '', `) }
    const { of, ledger } = await runExercise({ files, orders: 1 })
    expect(of('net.refused').map(({ fields }) => fields['what'])).toEqual(['publish'])
    expect(ledger.lost.map(({ order }) => order)).toEqual([1])
  })
})

describe('the end', () => {
  it('[X-22] the run ends when nothing more can happen', async () => {
    const { end } = await runExercise()
    expect(end).toMatchObject({ how: 'idle', waiting: [] })
    expect(end.at).toBeLessThan(10_000_000)
  })

  it('[X-22] messages that are never acknowledged are what was waited for', async () => {
    const files = { 'worker.ts': WORKER.replace('  channel.ack(message)\n', '') }
    const { end, stage } = await runExercise({ files })
    expect(end).toMatchObject({
      how: 'idle',
      waiting: [{ process: 'worker-1', what: 'acknowledgement', orders: [1] }],
    })
    expect(stage.queues.get('orders')?.unacked.size).toBe(1)
  })

  it('[X-22] so are answers, handlers and promises that never come', async () => {
    const never = await runExercise({
      files: {
        'web.ts': WEB.replace('  channel.send', '  return new Promise(() => {})\n  channel.send'),
      },
    })
    expect(never.end.waiting).toEqual([{ process: 'web', what: 'answer', orders: [1, 2, 3, 4, 5] }])
    const none = await runExercise({
      files: { 'web.ts': WEB.replace('onOrder(', 'void ((_) => {})(') },
    })
    expect(none.end.waiting).toEqual([{ process: 'web', what: 'handler', orders: [1, 2, 3, 4, 5] }])
    const stuck = await runExercise({
      files: { 'worker.ts': `${WORKER}\nawait new Promise(() => {})` },
    })
    expect(stuck.end.waiting).toEqual([{ process: 'worker-1', what: 'main', orders: [] }])
  })

  it('[X-22] orders that go on coming end with the time, floods with a limit', async () => {
    const { end } = await runExercise({ orders: 100_000 })
    expect(end).toMatchObject({ how: 'time', at: 60_000_000 })
    const flood = await runExercise({ limits: { facts: 200 }, orders: 100_000 })
    expect(flood.end.how).toBe('limit')
  })
})

describe('what code makes of the shop', () => {
  const DECLARES = `
import amqp from 'amqplib'
const channel = await (await amqp.connect('amqp://localhost')).createChannel()
await channel.assertExchange('shop', 'topic', { durable: true, alternateExchange: 'rest' })
await channel.assertQueue('kitchen', { messageTtl: 5_000, deadLetterExchange: '' })
await channel.bindQueue('kitchen', 'shop', 'order.#')
await channel.assertQueue('gone')
await channel.deleteQueue('gone')
await channel.assertQueue('orders', { durable: true })
`

  it('[X-29] what code declares is on the stage, and what it deletes is not', async () => {
    const { stage } = await runExercise({ files: { 'worker.ts': DECLARES } })
    const nodes = new Map(stage.definition.nodes.map((node) => [node.id, node]))
    expect(nodes.get('shop')).toMatchObject({ kind: 'exchange', type: 'topic', alternate: 'rest' })
    expect(nodes.get('kitchen')).toMatchObject({
      kind: 'queue',
      messageTtlMs: 5_000,
      deadLetterExchange: '',
      maxLength: null,
    })
    expect(nodes.has('gone')).toBe(false)
    expect([...nodes.values()].filter(({ id }) => id === 'orders')).toHaveLength(1)
    const [binding] = stage.definition.bindings
    expect(binding).toMatchObject({ exchange: 'shop', queue: 'kitchen', routingKey: 'order.#' })
  })

  const STORES = `
import { onOrder } from 'shop'
onOrder(() => undefined)
`
  const POLLS = `
import { database, onOrder } from 'shop'
onOrder(() => undefined)
await database.newOrders()
setInterval(() => database.newOrders(), 20_000)
`

  it('[X-30] an order in the table is lost only when no code asks for it there', async () => {
    const worker = { 'worker.ts': '' }
    const forgotten = await runExercise({ files: { 'web.ts': STORES, ...worker } })
    expect(forgotten.ledger).toMatchObject({ placed: 5, open: 0 })
    expect(forgotten.ledger.lost).toHaveLength(5)
    const polled = await runExercise({ files: { 'web.ts': POLLS, ...worker } })
    expect(polled.ledger).toMatchObject({ placed: 5, open: 5, lost: [] })
  })
})
