import { describe, expect, it } from 'vitest'
import { runShop, shopLike } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }

/** How long two orders placed together take, as seconds from placing to the last one processed. */
function twoOrders(settings: Parameters<typeof shopLike>[1], name = 'pubsub', cores = 4): number {
  const definition = shopLike(name, { ...SILENT, ...settings }, { cores })
  const run = runShop(definition, 60, { doings: [[1, { type: 'place-orders', count: 2 }]] })
  expect(run.ledger.processed).toBe(2)
  return (run.ledger.wait?.max ?? 0) / 1e6
}

const NO_MAIL = { sendsMail: false }

describe('threads and processes', () => {
  it('[P-08] two threads that compute take as long as one after the other', () => {
    const worker = { ...NO_MAIL, cpuMs: 400, threads: 2, prefetch: 2 }
    expect(twoOrders({ 'worker-1': worker })).toBeCloseTo(0.8, 2)
  })

  it('[P-08] two threads that wait overlap', () => {
    const worker = { ...NO_MAIL, waitMs: 400, threads: 2, prefetch: 2 }
    expect(twoOrders({ 'worker-1': worker })).toBeCloseTo(0.4, 2)
  })

  it('[P-08] two processes compute at the same time when the machine has two cores', () => {
    const worker = { ...NO_MAIL, cpuMs: 400, prefetch: 1 }
    const workers = { 'worker-1': worker, 'worker-2': worker }
    expect(twoOrders(workers, 'two-workers', 2)).toBeCloseTo(0.4, 2)
  })

  it('two processes share one core', () => {
    const worker = { ...NO_MAIL, cpuMs: 400, prefetch: 1 }
    const workers = { 'worker-1': worker, 'worker-2': worker }
    expect(twoOrders(workers, 'two-workers', 1)).toBeCloseTo(0.8, 2)
  })

  it('[P-08] CPU time is accounted to the process that used it', () => {
    const worker = { ...NO_MAIL, cpuMs: 400, threads: 2, prefetch: 2 }
    const definition = shopLike('pubsub', { ...SILENT, 'worker-1': worker })
    const run = runShop(definition, 10, { doings: [[1, { type: 'place-orders', count: 2 }]] })
    const used = run
      .facts('process.cpu-used')
      .filter((fact) => fact.fields['process'] === 'worker-1')
      .reduce((sum, fact) => sum + Number(fact.fields['duration']), 0)
    expect(used).toBe(800_000)
  })

  it('[P-09] a crash in one thread takes every order of the process along', () => {
    const worker = { waitMs: 2_000, threads: 3, prefetch: 3, ack: 'early' }
    const definition = shopLike('pubsub', { ...SILENT, 'worker-1': worker })
    const run = runShop(definition, 10, {
      doings: [
        [1, { type: 'place-orders', count: 3 }],
        [2, { type: 'signal', process: 'worker-1', signal: 'SIGSEGV' }],
      ],
    })
    expect(run.facts('task.dropped').map((fact) => fact.fields['order'])).toEqual([1, 2, 3])
    expect(run.ledger.lost.map((row) => row.order)).toEqual([1, 2, 3])
  })

  it('[P-09] a thread has no name a signal could be sent to', () => {
    const run = runShop(shopLike('polling'), 3, {
      doings: [[1, { type: 'signal', process: 'poller', signal: 'SIGKILL' }]],
    })
    expect(run.facts('shop.input-refused')[0]?.fields).toMatchObject({ reason: 'no-such-process' })
    expect(run.facts('process.exited')).toEqual([])
  })

  it('[P-10] the polling thread dies with the web process, cut off in the middle of its work', () => {
    const definition = shopLike('polling', {
      ...SILENT,
      mail: { spread: 'constant', latencyMs: 1_000 },
    })
    const run = runShop(definition, 20, {
      doings: [
        [1, { type: 'place-orders', count: 1 }],
        [2.5, { type: 'signal', process: 'web', signal: 'SIGKILL' }],
      ],
    })
    expect(run.facts('process.exited').map((fact) => fact.fields['process'])).toEqual([
      'web',
      'poller',
    ])
    expect(run.facts('task.dropped').map((fact) => fact.fields['process'])).toEqual(['poller'])
    expect(run.ledger.processed).toBe(0)
    expect(run.ledger.emailed).toBe(1)
  })
})

it('a polling thread that is taken out leaves the CPU to the requests of its process', () => {
  const settings = { ...SILENT, poller: { cpuMs: 400 }, web: { cpuMs: 100, threads: 2 } }
  const run = runShop(shopLike('polling', settings), 9, {
    doings: [
      // The poll computes from 2 s on, and takes turns with the request from 2.2 s on.
      [2.2, { type: 'place-orders', count: 1 }],
      [2.25, { type: 'remove', node: 'poller' }],
    ],
  })
  const used = run.facts('process.cpu-used').map((fact) => Number(fact.fields['duration']))
  expect(used.reduce((sum, duration) => sum + duration, 0)).toBeLessThanOrEqual(350_000)
  const [answered] = run.facts('shop.order-answered')
  expect(answered?.at).toBeGreaterThan(2_310_000)
  expect(answered?.at).toBeLessThan(2_340_000)
})

describe('signals', () => {
  it('[S-01] SIGTERM lets the worker finish what it runs and gives the rest back', () => {
    const definition = shopLike('pubsub', {
      ...SILENT,
      'worker-1': { prefetch: 3 },
      mail: { spread: 'constant', latencyMs: 1_000 },
    })
    const run = runShop(definition, 10, {
      doings: [
        [1, { type: 'place-orders', count: 3 }],
        [1.5, { type: 'signal', process: 'worker-1', signal: 'SIGTERM' }],
      ],
    })
    expect(run.facts('process.exited')[0]?.fields).toMatchObject({ code: 0, signal: null })
    expect(run.ledger.processed).toBe(1)
    expect(run.ledger.lost).toEqual([])
    expect(run.facts('amqp.message-requeued').map((fact) => fact.fields['message'])).toEqual([2, 3])
  })

  it('[S-01] SIGTERM lets the web process answer what it has, backlog included', () => {
    const settings = { ...SILENT, web: { cpuMs: 500, threads: 1 } }
    const run = runShop(shopLike('pubsub', settings), 9, {
      doings: [
        [1, { type: 'place-orders', count: 3 }],
        [1.2, { type: 'signal', process: 'web', signal: 'SIGTERM' }],
        [1.3, { type: 'place-orders', count: 1 }],
      ],
    })
    expect(run.facts('shop.order-answered').map((fact) => fact.fields['order'])).toEqual([1, 2, 3])
    expect(run.facts('shop.order-refused').map((fact) => fact.fields)).toEqual([
      { order: 4, reason: 'web-down' },
    ])
    const [exited] = run.facts('process.exited')
    expect(exited?.at).toBeGreaterThan(2_500_000)
    expect(exited?.fields).toMatchObject({ process: 'web', code: 0, signal: null })
  })

  it('[S-01] a producer ends at SIGTERM like at any other signal', () => {
    const producer = { kind: 'producer', exchange: '', routingKey: 'orders', persistent: true }
    const run = runShop(shopLike('pubsub', { customers: { ...producer, mandatory: false } }), 9, {
      doings: [[3, { type: 'signal', process: 'customers', signal: 'SIGTERM' }]],
    })
    const [exited] = run.facts('process.exited')
    expect(exited?.at).toBe(3_000_000)
    expect(exited?.fields).toMatchObject({ signal: 'SIGTERM', code: null })
    expect(run.facts('shop.order-placed').at(-1)?.at).toBeLessThan(3_000_000)
  })

  it('[S-01] SIGQUIT, SIGKILL and SIGSEGV end a process at once', () => {
    for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGSEGV'] as const) {
      const run = runShop(shopLike('pubsub'), 3, {
        doings: [[1, { type: 'signal', process: 'worker-1', signal }]],
      })
      const exited = run.facts('process.exited')[0]
      expect(exited?.at).toBe(1_000_000)
      expect(exited?.fields).toMatchObject({ signal, code: null })
    }
  })

  it('[S-02] a supervised worker is replaced at the next full five seconds, with a new pid', () => {
    const definition = shopLike('pubsub', { 'worker-1': { supervised: true } })
    const run = runShop(definition, 12, {
      doings: [[6, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }]],
    })
    const starts = run
      .facts('process.started')
      .filter((fact) => fact.fields['process'] === 'worker-1')
    expect(starts.map((fact) => fact.at)).toEqual([0, 10_000_000])
    expect(starts[0]?.fields['pid']).not.toBe(starts[1]?.fields['pid'])
  })

  it('[S-03] the queue gets its messages back one hop after the worker died', () => {
    const definition = shopLike(
      'pubsub',
      { ...SILENT, mail: { spread: 'constant', latencyMs: 1_000 } },
      { hopMs: 100 },
    )
    const run = runShop(definition, 3, {
      doings: [
        [1, { type: 'place-orders', count: 1 }],
        [2, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
      ],
    })
    expect(run.facts('amqp.message-requeued').map((fact) => fact.at)).toEqual([2_100_000])
  })

  it('[S-15] a signal to a dead process changes nothing and says so', () => {
    const run = runShop(shopLike('pubsub'), 3, {
      doings: [
        [1, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
        [2, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
      ],
    })
    expect(run.facts('process.exited').length).toBe(1)
    expect(run.facts('shop.input-refused')[0]?.fields).toEqual({
      action: 'signal',
      node: 'worker-1',
      reason: 'not-running',
    })
  })
})
