import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

function withAlarm() {
  const w = world()
  const publisher = w.client('publisher')
  const consumer = w.client('consumer')
  publisher.queue('q')
  w.alarm(true)
  return { w, publisher, consumer }
}

it('[R-155] a connection is blocked when it publishes under an alarm, not before', () => {
  const { w } = withAlarm()
  expect(w.heard('publisher')).toEqual([])
  expect(w.holds('publisher', false)).toBe(false)
  expect(w.holds('publisher', true)).toBe(true)
  expect(w.heard('publisher')).toEqual(['connection.blocked low on memory'])
})

it('[R-155] from then on everything it sends waits', () => {
  const { w } = withAlarm()
  w.holds('publisher', true)
  expect([w.holds('publisher', false), w.holds('publisher', true)]).toEqual([true, true])
  expect(w.heard('publisher')).toHaveLength(1)
})

it('[R-155] who only consumes goes on', () => {
  const { w, consumer } = withAlarm()
  w.holds('publisher', true)
  expect(w.holds('consumer', false)).toBe(false)
  consumer.consume('q', 'A')
  w.alarm(false)
  expect(w.heard('consumer')).toEqual([])
})

it('[R-155] when the alarm is over it is told, and may go on', () => {
  const { w, publisher, consumer } = withAlarm()
  w.holds('publisher', true)
  consumer.consume('q', 'A')
  w.news()
  w.alarm(false)
  expect(w.heard('publisher')).toEqual(['connection.blocked low on memory', 'connection.unblocked'])
  expect(w.holds('publisher', true)).toBe(false)
  publisher.fill('q', 1)
  expect(w.received('A')).toBe('1')
  expect(w.news().slice(0, 2)).toEqual([
    'alarm-changed alarm=memory isOn=false',
    'connection-unblocked connection=publisher',
  ])
})

it('[R-155] with two alarms it is blocked until both are over', () => {
  const { w } = withAlarm()
  w.alarm(true, 'disk')
  w.holds('publisher', true)
  w.alarm(false, 'memory')
  expect(w.holds('publisher', false)).toBe(true)
  w.alarm(false, 'disk')
  expect(w.heard('publisher')).toEqual([
    'connection.blocked low on memory & disk',
    'connection.unblocked',
  ])
})

it('[R-155] a client that does not understand it is blocked without a word', () => {
  const { w } = withAlarm()
  w.client('old', 1, { canBeBlocked: false })
  expect(w.holds('old', true)).toBe(true)
  w.alarm(false)
  expect(w.heard('old')).toEqual([])
  expect(w.holds('old', true)).toBe(false)
})

it('[A-09] an alarm that is on already, or off, is no news', () => {
  const { w } = withAlarm()
  w.news()
  w.alarm(true)
  w.alarm(false, 'disk')
  expect(w.news()).toEqual([])
})

it('[A-09] a restart ends the alarms', () => {
  const { w } = withAlarm()
  w.restart('clean')
  w.client('publisher')
  expect(w.holds('publisher', true)).toBe(false)
})
