import { createNodeRealm } from '#adapters'
import { atSeconds, ms, Simulation, type Model } from '#engine'
import {
  advance,
  ClientHost,
  sandboxFacts,
  type ClientEvent,
  type ClientScope,
  type Listener,
  type SandboxFacts,
} from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'

/** What a test does to the machine at an instant of the run. */
export type MachineInput = (host: ClientHost) => void

/** A machine with nothing but processes, and what a test wants to listen at its ports. */
export function createMachine(seed = 1, listen: (host: ClientHost) => void = () => undefined) {
  const created: ClientHost[] = []
  const hostOf = (): ClientHost => {
    const [host] = created
    if (host === undefined) throw new Error('the machine has started')
    return host
  }
  const model: Model<null, null, ClientEvent, { run: MachineInput }, SandboxFacts> = {
    facts: sandboxFacts,
    start(_params, engine) {
      const host = new ClientHost(engine, {
        realm: createNodeRealm(),
        createLibraries,
        hopTime: ms(1),
        epochMs: Date.UTC(2026, 0, 1),
        hosts: ['broker'],
      })
      created.push(host)
      listen(host)
      return null
    },
    handle(_state, event) {
      hostOf().handle(event)
    },
    apply(_state, input) {
      input.run(hostOf())
    },
  }
  const run = new Simulation(model, { params: null, seed, checkpointEvery: 1e9 })
  const host = hostOf()
  return {
    run,
    host,
    /** Starts a process at this instant; returns its pid. */
    start(program: (scope: ClientScope) => unknown, name = 'client'): void {
      run.plan({ run: (on) => on.start({ name, program }) })
    },
    act(input: MachineInput): void {
      run.plan({ run: input })
    },
    until: (seconds: number) => advance(run, host, atSeconds(seconds)),
    /** What the processes printed, each line with its instant in milliseconds. */
    printed(): string[] {
      return facts('sandbox.line-printed').map(
        ({ at, fields }) => `${at / 1_000} ${fields['line']}`,
      )
    },
    /** How each process ended. */
    ends(): string[] {
      return facts('sandbox.process-ended').map(({ at, fields }) => {
        const error = fields['error'] === null ? '' : ` ${fields['error']}`
        return `${at / 1_000} ${fields['process']} ${fields['how']} ${fields['code']}${error}`
      })
    },
  }

  function facts(kind: string) {
    return Array.from({ length: run.trace.length }, (_, id) => run.trace.fact(id as never)).filter(
      (fact) => fact.kind === kind,
    )
  }
}

/** A listener that sends everything back and ends when the client does. */
export function echoAt(host: ClientHost, port: number): void {
  const listener: Listener = {
    opened: () => undefined,
    received(link, bytes) {
      host.network.send(link, bytes, host.kernel.cause)
    },
    ended(link) {
      host.network.end(link, host.kernel.cause)
    },
  }
  host.network.listen(port, listener)
}
