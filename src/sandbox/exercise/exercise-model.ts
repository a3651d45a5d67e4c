import { assert } from '#std'
import { ms, type Duration, type Engine, type Model } from '#engine'
import { actOn } from '#amqp'
import {
  brokerContext,
  startCall,
  shopModel,
  worldFacts,
  type CodePlayer,
  type ShopDefinition,
  type ShopInput,
  type World,
  type WorldEngine,
  type WorldEvent,
  type WorldFacts,
} from '#scenarios'
import { BrokerListener } from '../broker-listener.ts'
import { isClientEvent, type ClientEvent } from '../client-event.ts'
import { ClientHost } from '../client-host.ts'
import { sandboxFacts, type SandboxFacts } from '../facts.ts'
import { createCodePlayer } from './code-player.ts'
import { CodeShop, type ShopCalled } from './code-shop.ts'
import { CopyWatch } from './copy-watch.ts'
import type { ExerciseSettings } from './exercise-settings.ts'
import { Fetches, isFetchEvent, type FetchEvent } from './fetches.ts'
import { PendingEvents } from './pending-events.ts'
import { PublishTap } from './publish-tap.ts'
import { createPlaceFinder } from './stack-place.ts'

/** What a run of an exercise consists of, beside the world of the shop. */
export interface ExerciseMachines {
  readonly host: ClientHost
  readonly listener: BrokerListener
  readonly tap: PublishTap
  readonly shop: CodeShop
  readonly copies: CopyWatch
  readonly fetches: Fetches
  readonly pending: PendingEvents<RunEvent>
  /** How many inputs were taken. */
  inputCount: number
  /** The engine as the shop sees it: code plays some of its processes. */
  readonly engine: WorldEngine
}

type RunFacts = WorldFacts & SandboxFacts
type RunEvent =
  WorldEvent | ClientEvent | ShopCalled | FetchEvent | { readonly type: 'broker.woke' }
type RunEngine = Engine<RunFacts, RunEvent>

const BROKER_PORT = 5_672
const BROKER_HOSTS = ['broker', 'rabbitmq']

/** The shop as a model, with code in place of some of its processes. */
export function exerciseModel(
  settings: ExerciseSettings,
  made: ExerciseMachines[],
): Model<ShopDefinition, World, RunEvent, ShopInput, RunFacts> {
  function machines(): ExerciseMachines {
    const [only] = made
    assert(only !== undefined, 'a model starts before anything happens')
    return only
  }
  return {
    facts: { ...worldFacts, ...sandboxFacts },
    start(definition, engine) {
      const worlds: World[] = []
      const created = createMachines(settings, engine, () => {
        const [world] = worlds
        assert(world !== undefined, 'the shop is there before anything happens in it')
        return world
      })
      made.push(created)
      const world = shopModel.start(definition, created.engine)
      worlds.push(world)
      const context = brokerContext(world, created.engine)
      created.listener.server.hosts.set('/', { broker: world.broker, context })
      return world
    },
    handle(world, event) {
      handle(world, event, machines())
    },
    apply(world, input) {
      const all = machines()
      const { engine, listener } = all
      all.inputCount++
      shopModel.apply(world, input, engine)
      flush(listener)
    },
  }
}

function handle(world: World, event: RunEvent, machines: ExerciseMachines): void {
  const { host, listener, shop, fetches, engine } = machines
  machines.pending.happened(event)
  if (isClientEvent(event)) host.handle(event)
  else if (event.type === 'broker.woke') listener.wake()
  else if (event.type === 'shop.called') {
    if (host.find(event.pid) !== null) shop.started(event.id, startCall(world, engine, event.call))
  } else {
    if (isFetchEvent(event)) fetches.handle(event)
    else shopModel.handle(world, event, engine)
    flush(listener)
  }
}

/** What the broker has for clients on the wire because of something that is not on the wire. */
function flush({ server }: BrokerListener): void {
  actOn(server, '/', () => undefined)
}

function createMachines(
  settings: ExerciseSettings,
  kernel: RunEngine,
  worldOf: () => World,
): ExerciseMachines {
  const pending = new PendingEvents<RunEvent>(kernel)
  const engine = countedEngine(kernel, pending)
  const hopTime: Duration = ms(settings.definition.hopMs)
  const host: ClientHost = new ClientHost(engine, {
    ...settings,
    hopTime,
    placeOf: createPlaceFinder(settings.files, settings.realm.makeFunction),
    hosts: BROKER_HOSTS,
    requestsOf: (process) => fetches.portOf(process),
    written: (link, { spent, cause }, bytes) => {
      tap.leave(link, bytes, (engine.now + hopTime + spent) as typeof engine.now, cause)
    },
    ended: (process, code, fact) => {
      player.ended(process, code, fact)
    },
  })
  const copies: CopyWatch = new CopyWatch(engine, {
    taken: (connection) => tap.taken(connection),
    // Facts of the broker's settling come from the world's events: it is there.
    shop: () => ({ world: worldOf(), engine: worldEngine }),
  })
  const listener: BrokerListener = createListener(engine, host, copies, () => tap)
  const { server } = listener
  const tap: PublishTap = new PublishTap({
    record: host.kernel.record,
    isPlace: (name) => worldOf().nodes.has(name),
    isBrokerRunning: () => worldOf().isBrokerRunning,
    isHeld: (connection) => (server.connections.get(connection)?.heldCommand ?? null) !== null,
  })
  const shop = new CodeShop(
    host,
    (delay, event, cause) => {
      engine.schedule(delay, event, { cause })
    },
    (process, order) => {
      copies.noteDone(process, order)
    },
  )
  const watched = () => ({ world: worldOf(), engine: worldEngine })
  const fetches: Fetches = new Fetches({
    ...settings,
    host,
    hopTime,
    schedule: (delay, event, cause) => engine.schedule(delay, event, { cause }),
    cancel: (timer) => {
      engine.cancel(timer)
    },
    shop: watched,
  })
  const machines = { host, listener, tap, shop, copies, fetches }
  const player = createCodePlayer(settings, machines, watched)
  // The listener wants to know of deliveries, whoever made them.
  const recorder = server.settings.recorder as WorldEngine
  const worldEngine = shopEngine(engine, recorder, player, fetches)
  return { ...machines, pending, inputCount: 0, engine: worldEngine }
}

/** The engine as the shop sees it. */
function shopEngine(
  engine: RunEngine,
  recorder: WorldEngine,
  player: CodePlayer,
  fetches: Fetches,
): WorldEngine {
  return {
    get now() {
      return engine.now
    },
    get cause() {
      return engine.cause
    },
    record(kind, fields, cause) {
      const fact = recorder.record(kind, fields, cause)
      fetches.note(kind, fields, fact)
      return fact
    },
    schedule: (delay, event, options) => engine.schedule(delay, event, options),
    cancel: (timer) => {
      engine.cancel(timer)
    },
    random: (purpose) => engine.random(purpose),
    stop: (limit, value) => {
      engine.stop(limit, value)
    },
    player,
  }
}

/** The shop's broker at its port. */
function createListener(
  engine: RunEngine,
  { network }: ClientHost,
  recorder: CopyWatch,
  tapOf: () => PublishTap,
): BrokerListener {
  return new BrokerListener({
    network,
    recorder,
    planWaking: (delay) => engine.schedule(delay, { type: 'broker.woke' }, { cause: null }),
    cancel: (timer) => {
      engine.cancel(timer)
    },
    port: BROKER_PORT,
    receive: (link, bytes, pass) => {
      tapOf().arrive(link, bytes, pass)
    },
    // With them there would always be something left to happen.
    heartbeatSeconds: 0,
  })
}

/** The kernel, where what is planned is counted. */
function countedEngine(kernel: RunEngine, pending: PendingEvents<RunEvent>): RunEngine {
  return {
    get now() {
      return kernel.now
    },
    get cause() {
      return kernel.cause
    },
    record: (kind, fields, cause) => kernel.record(kind, fields, cause),
    schedule: (delay, event, options) => pending.schedule(delay, event, options),
    cancel: (timer) => {
      pending.cancel(timer)
    },
    random: (purpose) => kernel.random(purpose),
    stop: (limit, value) => {
      kernel.stop(limit, value)
    },
  }
}
