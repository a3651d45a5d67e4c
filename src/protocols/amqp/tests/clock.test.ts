import { after, ms, START } from '#engine'
import { expect, it } from 'vitest'
import { nextTimer, runTimers } from '../commands/clock.ts'
import { world } from './broker-world.ts'

function withTtl(milliseconds: number) {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-message-ttl': milliseconds } })
  return { w, c }
}

it('[A-11] a broker says when it wants to be woken, and nothing when it waits for nothing', () => {
  const { w, c } = withTtl(20)
  expect(nextTimer(w.broker)).toBe(null)
  c.fill('q', 1)
  expect(nextTimer(w.broker)).toBe(after(START, ms(20)))
})

it('[A-11] woken too early it does nothing', () => {
  const { w, c } = withTtl(20)
  c.fill('q', 1)
  w.wait(19)
  w.news()
  runTimers(w.broker, w.context)
  expect(w.news()).toEqual([])
  expect(nextTimer(w.broker)).toBe(after(START, ms(20)))
})

it('[A-11] what is due at one instant is done in the order it was planned', () => {
  const { w, c } = withTtl(20)
  c.queue('p', { arguments: { 'x-message-ttl': 10 } })
  c.fill('q', 1)
  w.wait(10)
  c.fill('p', 1)
  w.wait(10)
  expect(w.news('message-discarded').map((line) => line.split(' ')[2])).toEqual([
    'queue=q',
    'queue=p',
  ])
})

it('[A-11] a timer is never taken back: it finds out that there is no cause any more', () => {
  const { w, c } = withTtl(20)
  c.fill('q', 1)
  c.get('q', true)
  c.deleteQueue('q')
  w.news()
  w.wait(100)
  expect(w.news()).toEqual([])
  expect(nextTimer(w.broker)).toBe(null)
})

it('[A-11] a broker that is stopped wants nothing', () => {
  const { w, c } = withTtl(20)
  c.fill('q', 1)
  w.stop('clean')
  expect(nextTimer(w.broker)).toBe(null)
  runTimers(w.broker, w.context)
  w.start()
  expect(nextTimer(w.broker)).toBe(after(START, ms(20)))
})

it('[A-11] a message that expires names as its cause what put it there', () => {
  const { w, c } = withTtl(20)
  c.fill('q', 1)
  c.get('q')
  c.nack(1)
  const requeued = w.last('message-requeued').id
  w.wait(20)
  expect(w.last('message-discarded').cause).toBe(requeued)
})
