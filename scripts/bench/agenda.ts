import { Simulation, us, type Engine, type FactCatalogue, type Model } from '#engine'

type NoFacts = Record<never, never> & FactCatalogue
type Tick = { readonly type: 'tick' }

/** As many timers as a small shop has under way. */
const PENDING = 1_000

const tickModel: Model<null, null, Tick, never, NoFacts> = {
  facts: {},
  start(_params, engine) {
    for (let index = 0; index < PENDING; index++) schedule(engine)
    return null
  },
  handle(_state, _event, engine) {
    schedule(engine)
  },
  apply() {},
}

function schedule(engine: Engine<NoFacts, Tick>): void {
  engine.schedule(us(1 + engine.random('gaps').below(1_000)), { type: 'tick' })
}

/** Events per second of a kernel that does nothing but pop timers and plan new ones. */
export function agendaBaseline(events: number): number {
  const simulation = new Simulation(tickModel, { params: null, seed: 1, trace: false })
  const begin = performance.now()
  while (simulation.eventCount < events) simulation.step()
  return (simulation.eventCount * 1_000) / (performance.now() - begin)
}
