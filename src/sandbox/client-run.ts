import { amqpFacts, type AmqpFacts } from '#amqp'
import { assert, exhaustive } from '#std'
import {
  Simulation,
  type Duration,
  type Engine,
  type Instant,
  type Limits,
  type Model,
  type TimedInput,
  type Trace,
} from '#engine'
import { advance } from './advance.ts'
import { BrokerListener, type BrokerListenerSettings } from './broker-listener.ts'
import { isClientEvent, type ClientEvent } from './client-event.ts'
import { ClientHost, type HostSettings, type Program } from './client-host.ts'
import { sandboxFacts, type SandboxFacts } from './facts.ts'

/** What a person does to a run of client code. */
export type ClientInput =
  /** Starts a program as a process of its name; one that still runs is not touched. */
  | { readonly type: 'start-program'; readonly program: string }
  /** Sends a signal to every process of that name. */
  | {
      readonly type: 'signal-program'
      readonly program: string
      readonly signal: 'SIGTERM' | 'SIGKILL'
    }
  | { readonly type: 'stop-broker'; readonly how: 'clean' | 'killed' }
  | { readonly type: 'start-broker' }
  /** The broker's memory is full, or is not any more: publishers wait while it is. */
  | { readonly type: 'memory-alarm'; readonly isOn: boolean }
  /** Stops the broker process without ending it, or lets it go on. */
  | { readonly type: 'freeze-broker'; readonly isFrozen: boolean }
  /** Cuts the network to the broker, or mends it: meanwhile nothing arrives and nobody is told. */
  | { readonly type: 'cut-network'; readonly isCut: boolean }

/** A broker and programs that reach it with the real client library. */
export interface ClientRunSettings extends Omit<HostSettings, 'hopTime' | 'epochMs' | 'hosts'> {
  /** By name; those in `started` run from the start. */
  readonly programs: Readonly<Record<string, Program>>
  readonly started: readonly string[]
  readonly seed: number
  /** @defaultValue none */
  readonly inputs?: readonly TimedInput<ClientInput>[]
  readonly hopTime: Duration
  /** Wall time of the start, in milliseconds since 1970. */
  readonly epochMs: number
  readonly limits?: Limits
  readonly brokerSettings?: NonNullable<BrokerListenerSettings['brokerSettings']>
}

/** A run that contains client code: it goes forward only, and back by running again. */
export interface ClientRun {
  readonly trace: Trace
  readonly now: Instant
  readonly stoppedBy: string | null
  /** True when nothing will happen any more without an input. */
  readonly isIdle: boolean
  /** Runs up to an instant; see {@link advance}. */
  runUntil(at: Instant, mayGoOn?: () => boolean): Promise<boolean>
  /** Plans an input for this instant. */
  plan(input: ClientInput): void
  /** Ends what runs; the trace stays. */
  close(): void
}

type RunFacts = AmqpFacts & SandboxFacts
type RunEvent = ClientEvent | { readonly type: 'broker.woke' }
type RunEngine = Engine<RunFacts, RunEvent>

interface Machines {
  readonly host: ClientHost
  readonly broker: BrokerListener
}

const BROKER_PORT = 5_672
const BROKER_HOSTS = ['broker', 'rabbitmq']

/** Makes a run; nothing happens before it is told to. */
export function createClientRun(settings: ClientRunSettings): ClientRun {
  const made: Machines[] = []
  const { seed, inputs = [], limits = {} } = settings
  const run = new Simulation(modelOf(settings, made), {
    params: null,
    seed,
    inputs,
    limits,
    // Client code cannot be copied, so there is nothing to go back to.
    checkpointEvery: Number.MAX_SAFE_INTEGER,
  })
  const [machines] = made
  assert(machines !== undefined, 'a model starts once')
  const { host } = machines
  return {
    trace: run.trace,
    get now() {
      return run.now
    },
    get stoppedBy() {
      return run.stoppedBy
    },
    get isIdle() {
      return run.isIdle
    },
    runUntil: (at, mayGoOn) => advance(run, host, at, mayGoOn),
    plan(input) {
      run.plan(input)
    },
    close() {
      host.close()
    },
  }
}

function modelOf(
  settings: ClientRunSettings,
  made: Machines[],
): Model<null, null, RunEvent, ClientInput, RunFacts> {
  function machines(): Machines {
    const [only] = made
    assert(only !== undefined, 'a model starts before anything happens')
    return only
  }
  return {
    facts: { ...amqpFacts, ...sandboxFacts },
    start(_params, engine) {
      made.push(createMachines(settings, engine))
      for (const program of settings.started) startProgram(settings, machines().host, program)
      return null
    },
    handle(_state, event) {
      const { host, broker } = machines()
      if (isClientEvent(event)) host.handle(event)
      else broker.wake()
    },
    apply(_state, input) {
      applyInput(settings, machines(), input)
    },
  }
}

function createMachines(settings: ClientRunSettings, engine: RunEngine): Machines {
  const host = new ClientHost(engine, { ...settings, hosts: BROKER_HOSTS })
  const { brokerSettings } = settings
  const broker = new BrokerListener({
    network: host.network,
    recorder: engine,
    planWaking: (delay) => engine.schedule(delay, { type: 'broker.woke' }, { cause: null }),
    cancel: (timer) => {
      engine.cancel(timer)
    },
    port: BROKER_PORT,
    ...(brokerSettings === undefined ? {} : { brokerSettings }),
  })
  return { host, broker }
}

function applyInput(
  settings: ClientRunSettings,
  { host, broker }: Machines,
  input: ClientInput,
): void {
  switch (input.type) {
    case 'start-program':
      if (!host.processes.some(({ name }) => name === input.program)) {
        startProgram(settings, host, input.program)
      }
      return
    case 'signal-program':
      for (const { name, pid } of host.processes) {
        if (name === input.program) host.signal(pid, input.signal)
      }
      return
    case 'stop-broker':
      if (isRunning(broker)) broker.stop(input.how)
      return
    case 'start-broker':
      if (isRunning(broker)) return
      broker.start()
      return
    case 'memory-alarm':
      if (isRunning(broker)) broker.setMemoryAlarm(input.isOn)
      return
    case 'freeze-broker':
      if (isRunning(broker)) broker.freeze(input.isFrozen)
      return
    case 'cut-network':
      host.network.cut(BROKER_PORT, input.isCut)
      return
    default:
      exhaustive(input)
  }
}

function isRunning({ server }: BrokerListener): boolean {
  return [...server.hosts.values()].every(({ broker }) => broker.isRunning)
}

function startProgram({ programs }: ClientRunSettings, host: ClientHost, name: string): void {
  const program = programs[name]
  assert(program !== undefined, `the run has a program ${name}`)
  host.start({ name, program })
}
