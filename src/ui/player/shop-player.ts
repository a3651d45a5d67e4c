import { runFacts, Trace } from '#engine'
import { exerciseFacts } from '#sandbox'
import { ShopViews, worldFacts } from '#scenarios'
import { createPlayer, type PlayerPorts } from './create-player.ts'
import type { Player } from './player.ts'

/** Creates a player of shops with no run in it. */
export function createShopPlayer({ model, clock }: Pick<PlayerPorts, 'model' | 'clock'>): Player {
  return createPlayer({
    model,
    clock,
    // The order is that of the simulation's own catalogue: slices name kinds by their place in it.
    createTrace: (source) =>
      new Trace({ ...(source?.code === undefined ? worldFacts : exerciseFacts), ...runFacts }),
    createViews: (trace, definition) => new ShopViews(trace, definition),
  })
}
