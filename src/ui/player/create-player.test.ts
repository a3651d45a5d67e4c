import type { Instant } from '#engine'
import type { ShopInput } from '#scenarios'
import { expect, it } from 'vitest'
import type { Rig } from './tests/rig.ts'
import { createToyRig, livedAgain, second, shownBy, toySource } from './tests/toy-run.ts'

const order: ShopInput = { type: 'place-orders', count: 3 }

function opened(rig: Rig, ticks = 20): Rig {
  rig.player.open(toySource(ticks))
  rig.settle()
  return rig
}

function stateOf(rig: Rig) {
  return rig.player.store.getState()
}

it('is empty until a run is opened, and then stands at its start', () => {
  const rig = createToyRig()
  expect(stateOf(rig).status).toBe('empty')
  rig.player.open(toySource(5))
  rig.clock.frame(16)
  expect(stateOf(rig).status).toBe('loading')
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: 0, factCount: 0 })
})

it('opens a run at the instant its source names', () => {
  const rig = createToyRig()
  rig.player.open(toySource(20, { at: second(7) }))
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(7), factCount: 7 })
})

it('lets as much virtual time pass as the wall and the speed say', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(62)
  expect(stateOf(rig)).toMatchObject({ status: 'playing', playhead: 61 * 16_000 })
  rig.player.setSpeed(2)
  rig.frames(60)
  expect(stateOf(rig).playhead).toBe(61 * 16_000 + 60 * 32_000)
})

it('keeps the model only a few frames ahead', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(100)
  const { head, playhead } = stateOf(rig)
  expect(head - playhead).toBeGreaterThan(0)
  expect(head - playhead).toBeLessThanOrEqual(66_000)
})

it('does not jump when the page has slept', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(10)
  const { playhead } = stateOf(rig)
  rig.frames(1, 60_000)
  expect(stateOf(rig).playhead - playhead).toBeLessThanOrEqual(100_000)
})

it('waits at the head while the model has not answered', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  for (let frame = 0; frame < 50; frame++) rig.clock.frame(16)
  expect(stateOf(rig)).toMatchObject({ status: 'playing', playhead: 0, head: 0 })
})

it('replaces the state at most once a frame, and not at all when nothing changes', () => {
  const rig = opened(createToyRig())
  let changes = 0
  rig.player.store.subscribe(() => changes++)
  rig.player.play()
  rig.frames(30)
  expect(changes).toBeLessThanOrEqual(30)
  rig.player.pause()
  rig.settle()
  changes = 0
  rig.player.setSpeed(stateOf(rig).speed)
  rig.settle()
  expect(changes).toBe(0)
})

it('stops playing when nothing more will happen, and says so only there', () => {
  const rig = opened(createToyRig(), 2)
  rig.player.play()
  rig.frames(60)
  expect(stateOf(rig).isQuiet).toBe(false)
  rig.frames(300)
  expect(stateOf(rig)).toMatchObject({ status: 'paused', factCount: 2, isQuiet: true })
  expect(stateOf(rig).playhead).toBeLessThan(second(2.2))
  rig.player.seek(second(1))
  rig.settle()
  expect(stateOf(rig).isQuiet).toBe(false)
})

it('stops playing at the limit that ended the run, and says which', () => {
  const rig = opened(createToyRig(), 1_000)
  rig.player.seek(second(299))
  rig.settle()
  rig.player.play()
  rig.frames(300)
  expect(stateOf(rig)).toMatchObject({
    status: 'paused',
    playhead: second(300),
    head: second(300),
    stoppedBy: { limit: 'facts', value: 300 },
  })
  rig.player.seek(second(900))
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(300) })
})

it('steps to the next instant at which something happens, and back to the one before', () => {
  const rig = opened(createToyRig())
  rig.player.step()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ playhead: second(1), factCount: 1 })
  rig.player.step()
  rig.settle()
  rig.player.step()
  rig.settle()
  expect(stateOf(rig).playhead).toBe(second(3))
  rig.player.stepBack()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(2), factCount: 2 })
  for (let count = 0; count < 3; count++) rig.player.stepBack()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ playhead: 0, factCount: 0 })
})

it('stays where it is when there is no next step', () => {
  const rig = opened(createToyRig(), 2)
  rig.player.seek(second(2))
  rig.settle()
  rig.player.step()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(2) })
})

it('takes two quick steps as two', () => {
  const rig = opened(createToyRig())
  rig.player.step()
  rig.player.step()
  rig.settle()
  expect(stateOf(rig).playhead).toBe(second(2))
  rig.player.seek(second(1))
  rig.player.step()
  rig.player.step()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(3) })
})

it('applies an input where the playhead is while it runs on to a far instant', () => {
  const rig = opened(createToyRig(), 250)
  rig.player.seek(second(240))
  rig.pump(3)
  rig.clock.frame(16)
  const { playhead, status } = stateOf(rig)
  expect(status).toBe('seeking')
  rig.player.input(order)
  rig.settle()
  expect(rig.player.source().inputs).toEqual([{ at: playhead, input: order }])
  expect(stateOf(rig)).toMatchObject({ playhead: second(240), factCount: 244 })
})

it('runs on first when it is sent beyond the head, and a newer seek takes its place', () => {
  const rig = opened(createToyRig(), 250)
  rig.player.seek(second(200))
  rig.clock.frame(16)
  expect(stateOf(rig).status).toBe('seeking')
  rig.player.seek(second(3))
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(3), factCount: 3 })
  expect(stateOf(rig).head).toBeLessThan(second(200))
})

it('plays on after a seek when it was playing, unless it is paused meanwhile', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(5)
  rig.player.seek(second(4))
  rig.frames(5)
  expect(stateOf(rig).status).toBe('playing')
  rig.player.seek(second(2))
  rig.player.pause()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(2) })
})

it('replays what is recorded and goes on live at the head', () => {
  const rig = opened(createToyRig())
  rig.player.seek(second(3))
  rig.settle()
  rig.player.seek(second(1))
  rig.settle()
  expect(stateOf(rig).head).toBe(second(3))
  rig.player.setSpeed(10)
  rig.player.play()
  rig.frames(40)
  expect(stateOf(rig).playhead).toBeGreaterThan(second(6))
  expect(shownBy(stateOf(rig).view)).toEqual(livedAgain(rig.player.source()))
})

it('applies an input at the playhead when time stands still', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(100)
  rig.player.pause()
  rig.settle()
  const { playhead } = stateOf(rig)
  rig.player.input(order)
  rig.settle()
  expect(rig.player.source().inputs).toEqual([{ at: playhead, input: order }])
  expect(stateOf(rig)).toMatchObject({ playhead, canUndo: true, marks: [{ kind: 'input' }] })
})

it('applies an input a few frames late at most while time runs, and drops nothing for it', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.frames(100)
  const { playhead } = stateOf(rig)
  rig.player.input(order)
  rig.frames(10)
  const at = rig.player.source().inputs[0]?.at ?? 0
  expect(at - playhead).toBeGreaterThan(0)
  expect(at - playhead).toBeLessThanOrEqual(100_000)
})

it('begins another future with an input in the past', () => {
  const rig = opened(createToyRig())
  rig.player.input(order)
  rig.settle()
  rig.player.seek(second(10))
  rig.settle()
  rig.player.input(order)
  rig.player.seek(second(5))
  rig.player.input({ type: 'place-orders', count: 1 })
  expect(rig.player.source().inputs.map(({ at }) => at)).toEqual([0, second(5)])
  rig.settle()
  expect(rig.player.source().inputs.map(({ at }) => at)).toEqual([0, second(5)])
  expect(stateOf(rig)).toMatchObject({ playhead: second(5), head: second(5) })
  expect(rig.player.trace.length).toBe(stateOf(rig).factCount)
})

it('does not replay what an input that is under way will change', () => {
  const rig = opened(createToyRig())
  rig.player.seek(second(9))
  rig.settle()
  rig.player.seek(second(1))
  rig.settle()
  rig.player.setSpeed(100)
  rig.player.play()
  rig.clock.frame(16)
  rig.player.input(order)
  for (let frame = 0; frame < 5; frame++) rig.clock.frame(16)
  expect(stateOf(rig).playhead).toBe(second(1))
  rig.frames(3)
  expect(stateOf(rig).playhead).toBeGreaterThan(second(1))
})

it('keeps the old picture on a long way back, unless its facts are void', () => {
  const rig = opened(createToyRig(1), 250)
  rig.player.seek(second(210))
  rig.settle()
  rig.player.seek(second(180))
  rig.frames(1)
  expect(stateOf(rig)).toMatchObject({ status: 'seeking', playhead: second(210), factCount: 210 })
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(180), factCount: 180 })
  rig.player.seek(second(170))
  rig.player.input(order)
  rig.player.seek(second(160))
  rig.frames(1)
  expect(rig.player.trace.length).toBe(171)
  expect(stateOf(rig)).toMatchObject({ status: 'seeking', factCount: 128 })
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ playhead: second(160), factCount: 160 })
})

it('takes the last input back and stays where it is', () => {
  const rig = opened(createToyRig())
  rig.player.seek(second(2))
  rig.settle()
  rig.player.input(order)
  rig.player.seek(second(9))
  rig.settle()
  expect(stateOf(rig).factCount).toBe(13)
  rig.player.undo()
  const counts: number[] = []
  rig.player.store.subscribe(({ playhead }) => counts.push(playhead))
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ playhead: second(9), factCount: 9, canUndo: false })
  expect(new Set(counts)).toEqual(new Set([second(9)]))
})

it('takes back an input that the model has not heard of yet', () => {
  const rig = opened(createToyRig())
  rig.player.input(order)
  rig.player.undo()
  rig.settle()
  expect(rig.player.source().inputs).toEqual([])
})

it('starts the same run over without its inputs', () => {
  const rig = opened(createToyRig())
  rig.player.input(order)
  rig.player.seek(second(4))
  rig.settle()
  rig.player.reset()
  rig.settle()
  expect(rig.player.source()).toEqual(toySource(20))
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: 0, factCount: 0 })
})

it('advances less instead of holding up the page when folding is slow', () => {
  const rig = opened(createToyRig(1), 250)
  rig.player.setSpeed(1_000)
  rig.player.play()
  rig.frames(4)
  const before = rig.clock.now()
  rig.frames(1)
  // One frame of 16 ms and one chunk of 128 facts, however much virtual time was due.
  expect(rig.clock.now() - before).toBeLessThanOrEqual(16 + 128 + 6)
  expect(shownBy(stateOf(rig).view)).toEqual(livedAgain(rig.player.source()))
})

it('recomputes the ledger a few times a second while playing, and exactly when it rests', () => {
  const rig = opened(createToyRig(), 250)
  let ledgers = 0
  rig.player.store.subscribe((after, before) => {
    if (after.ledger !== before.ledger) ledgers++
  })
  rig.player.setSpeed(100)
  rig.player.play()
  rig.frames(62)
  expect(ledgers).toBeLessThanOrEqual(8)
  rig.player.pause()
  rig.settle()
  expect(stateOf(rig).ledger?.placed).toBe(stateOf(rig).factCount)
})

it('tells a bug of the model, and goes on after the input or the run is taken back', () => {
  const rig = createToyRig()
  const source = toySource(20)
  rig.player.open({ ...source, definition: { ...source.definition, hopMs: 13 } })
  rig.settle()
  rig.player.seek(second(5))
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'failed', failure: 'bug' })
  expect(stateOf(rig).failureDetail).toContain('the toy is broken')
  rig.player.open(source)
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', failure: null })
})

it('starts another thread when the last one died', () => {
  const rig = opened(createToyRig())
  rig.player.seek(second(2))
  rig.settle()
  rig.crash()
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'failed', failure: 'crashed', playhead: second(2) })
  rig.player.open(rig.player.source())
  rig.settle()
  expect(rig.spawned).toBe(2)
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: second(2), factCount: 2 })
})

it('ignores what makes no sense', () => {
  const rig = createToyRig()
  rig.player.play()
  rig.player.step()
  rig.player.undo()
  rig.player.input(order)
  rig.settle()
  expect(stateOf(rig).status).toBe('empty')
  opened(rig)
  rig.player.seek(Number.NaN as Instant)
  rig.player.seek(-5 as Instant)
  rig.player.setSpeed(Number.POSITIVE_INFINITY)
  rig.settle()
  expect(stateOf(rig)).toMatchObject({ status: 'paused', playhead: 0, speed: 1_000 })
})

it('asks for no frames once it is disposed of', () => {
  const rig = opened(createToyRig())
  rig.player.play()
  rig.player.dispose()
  rig.pump()
  expect(rig.clock.isRequested).toBe(false)
})
