import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { killSchedules } from './kill-schedules.ts'
import { runShop, shopLike } from './shop-run.ts'

/** Ten orders at once, the only worker killed while it holds some, another started, all finished. */
function killedShop(ack: 'automatic' | 'early' | 'late', prefetch: number, checksFirst = false) {
  const definition = shopLike('pubsub', {
    'worker-1': { ack, prefetch, checksFirst },
    customers: { ordersPerSecond: 0 },
    mail: { spread: 'constant', latencyMs: 1_000 },
  })
  return runShop(definition, 60, {
    doings: [
      [1, { type: 'place-orders', count: 10 }],
      [3.5, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
      [5, { type: 'start', process: 'worker-1' }],
    ],
  })
}

describe('killing the only worker while it holds orders', () => {
  it('[R-159] early acknowledgement loses exactly the order it worked on (prefetch 1)', () => {
    const { ledger, facts } = killedShop('early', 1)
    const running = facts('task.dropped').filter((fact) => fact.fields['state'] === 'running')
    expect(ledger.lost.map((row) => row.order)).toEqual([3])
    expect(running.map((fact) => fact.fields['order'])).toEqual([3])
    expect(ledger.processed).toBe(9)
  })

  it('[R-159] automatic acknowledgement loses everything in the memory of the worker', () => {
    const { ledger, facts } = killedShop('automatic', 0)
    const dropped = facts('task.dropped').map((fact) => fact.fields['order'])
    expect(ledger.lost.map((row) => row.order)).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
    expect(dropped).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('[R-159] late acknowledgement loses none, and names the one whose e-mail goes out twice', () => {
    const { ledger } = killedShop('late', 3)
    expect(ledger.lost).toEqual([])
    expect(ledger.processed).toBe(10)
    // The e-mail of order 3 was on its way when the process died: the provider sent it all the same.
    expect(ledger.doneTwice.map((row) => row.order)).toEqual([3])
  })

  it('looking first does not help when the row was never written', () => {
    const { ledger } = killedShop('late', 3, true)
    expect(ledger.doneTwice.map((row) => row.order)).toEqual([3])
  })

  it('[R-100] what the dead worker held comes back in its old order, marked redelivered', () => {
    const { facts } = killedShop('late', 3)
    const again = facts('amqp.message-delivered').filter((fact) => fact.fields['redelivered'])
    expect(again.map((fact) => fact.fields['message'])).toEqual([3, 4, 5])
  })
})

it('[S-16] over 1,000 random kill schedules every message and order is in exactly one state', () => {
  fc.assert(killSchedules(), { numRuns: 1_000, seed: 42 })
}, 300_000)
