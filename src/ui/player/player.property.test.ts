import type { Instant } from '#engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createToyRig, livedAgain, shownBy, textOf, toySource, type ToyRig } from './tests/toy-run.ts'

type Action = (rig: ToyRig) => void

const instants = fc.nat(230_000_000) as fc.Arbitrary<Instant>
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.constant<Action>(({ player }) => {
    player.play()
  }),
  fc.constant<Action>(({ player }) => {
    player.pause()
  }),
  fc.constant<Action>(({ player }) => {
    player.step()
  }),
  fc.constant<Action>(({ player }) => {
    player.stepBack()
  }),
  fc.constant<Action>(({ player }) => {
    player.undo()
  }),
  instants.map<Action>((at) => ({ player }) => {
    player.seek(at)
  }),
  fc.constantFrom(0.5, 10, 200).map<Action>((speed) => ({ player }) => {
    player.setSpeed(speed)
  }),
  fc.integer({ min: 1, max: 4 }).map<Action>((count) => ({ player }) => {
    player.input({ type: 'place-orders', count })
  }),
  fc.integer({ min: 1, max: 20 }).map<Action>((count) => (rig) => {
    rig.frames(count)
  }),
  // The thread is slow: a frame goes by before it has said everything.
  fc.nat(5).map<Action>((count) => (rig) => {
    rig.pump(count)
    rig.clock.frame(16)
  }),
  fc.constant<Action>((rig) => {
    rig.player.pause()
    rig.settle()
  }),
)

it('shows, whatever was done to it, what a run of its own shows at that instant', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 40 }), fc.constantFrom(0, 1), (doings, foldMs) => {
      const rig = createToyRig(foldMs)
      rig.player.open(toySource(220))
      rig.settle()
      for (const act of doings) {
        act(rig)
        const state = rig.player.store.getState()
        expect(shownBy(state.view)).toEqual(textOf(rig.player.trace, state.factCount))
        expect(state.playhead).toBeLessThanOrEqual(state.head)
      }
      rig.player.pause()
      rig.settle()
      const state = rig.player.store.getState()
      expect(rig.player.source().at).toBe(state.playhead)
      expect(shownBy(state.view)).toEqual(livedAgain(rig.player.source()))
    }),
    { seed: 5, numRuns: 400 },
  )
})
