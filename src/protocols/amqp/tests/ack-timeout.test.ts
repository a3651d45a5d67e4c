import { seconds } from '#engine'
import { expect, it } from 'vitest'
import { createBroker } from '../state/broker.ts'
import { world } from './broker-world.ts'

/** A broker that gives 10 s for an acknowledgement and looks every 4 s. */
function withTimeout() {
  const settings = { ackTimeout: seconds(10), ackTimeoutCheck: seconds(4) }
  const w = world(createBroker({ settings }))
  const c = w.client('c', 2)
  c.queue('q')
  c.fill('q', 2)
  return { w, c }
}

const TEXT =
  'channel.close 2 PRECONDITION_FAILED - delivery acknowledgement on channel 2 timed out. ' +
  'Timeout value used: 10000 ms. ' +
  'This timeout value can be configured, see consumers doc guide to learn more'

it.each([0, 1_000, 1_999, 2_000, 3_999])(
  '[R-151] a delivery at %i ms without ack closes its channel between the timeout and one look later',
  (start) => {
    const { w, c } = withTimeout()
    w.wait(start)
    c.get('q')
    w.wait(9_999)
    expect(w.heard('c')).toEqual([])
    w.wait(4_001)
    expect(w.heard('c')).toEqual([TEXT])
  },
)

it('[R-151] what it held comes back, and the connection and its other channels stay', () => {
  const { w, c } = withTimeout()
  c.consume('q', 'A')
  const other = w.client('c', 3)
  w.wait(14_000)
  expect(other.drain('q')).toBe('1r 2r')
  expect(w.sent.find(({ method }) => method.method === 'channel.close')?.method).toMatchObject({
    error: { classId: 0, methodId: 0, code: 406 },
  })
})

it('[R-151] what is acked in time is no cause, however long the channel lives', () => {
  const { w, c } = withTimeout()
  for (let round = 0; round < 10; round++) {
    const next = w.client('c', 2)
    next.fill('q', 1)
    next.get('q')
    w.wait(6_000)
    next.ackTag(0, true)
  }
  expect([w.heard('c'), c.queue('q', { passive: true })]).toEqual([[], 'q messages=2 consumers=0'])
})

it('[R-151] later deliveries are looked at later', () => {
  const { w } = withTimeout()
  const late = w.client('late', 2)
  w.client('c', 2).get('q')
  w.wait(5_000)
  late.get('q')
  w.wait(7_000)
  expect([w.heard('c').length, w.heard('late').length]).toEqual([1, 0])
  w.wait(4_000)
  expect(w.heard('late')).toHaveLength(1)
})

it('[R-151] RabbitMQ gives 30 minutes and looks every minute', () => {
  const { settings } = createBroker()
  expect([settings.ackTimeout, settings.ackTimeoutCheck]).toEqual([seconds(1_800), seconds(60)])
})
