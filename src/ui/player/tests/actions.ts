import type { Instant } from '#engine'
import type { ShopInput } from '#scenarios'
import fc from 'fast-check'
import type { Rig } from './rig.ts'

/** Something a person or the machine does to a player. */
export type Action = (rig: Rig) => void

/** Anything that can happen to a player, with instants up to `until`. */
export function anyAction(until: Instant, inputs: fc.Arbitrary<ShopInput>): fc.Arbitrary<Action> {
  return fc.oneof(
    fc
      .constantFrom('play', 'pause', 'step', 'stepBack', 'undo')
      .map<Action>((name) => ({ player }) => {
        player[name]()
      }),
    fc.nat(until).map<Action>((at) => ({ player }) => {
      player.seek(at as Instant)
    }),
    fc.constantFrom(0.5, 10, 200).map<Action>((speed) => ({ player }) => {
      player.setSpeed(speed)
    }),
    inputs.map<Action>((input) => ({ player }) => {
      player.input(input)
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
}
