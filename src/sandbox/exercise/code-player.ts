import type { FactId } from '#engine'
import { endCode, processOfConnection, type CodePlayer, type Signal } from '#scenarios'
import type { BrokerListener } from '../broker-listener.ts'
import type { ClientHost, EndedProcess } from '../client-host.ts'
import type { CodeShop } from './code-shop.ts'
import type { WatchedShop } from './copy-watch.ts'
import type { ExerciseSettings } from './exercise-settings.ts'
import type { Fetches } from './fetches.ts'
import { createLearnerProgram } from './learner-program.ts'
import type { PublishTap } from './publish-tap.ts'

/** The parts of a run that the shop's processes are played with. */
interface Parts {
  readonly host: ClientHost
  readonly listener: BrokerListener
  readonly tap: PublishTap
  readonly shop: CodeShop
  readonly fetches: Fetches
}

/** A player of the shop's processes that is told when code has come to its end. */
interface EndingPlayer extends CodePlayer {
  ended(process: EndedProcess, code: number | null, fact: FactId): void
}

/** Plays the processes that have a file with that file. */
export function createCodePlayer(
  { players, files, definition, realm }: ExerciseSettings,
  { host, listener, tap, shop, fetches }: Parts,
  watched: () => WatchedShop,
): EndingPlayer {
  const signals = new Map<number, Signal>()
  const wire = listener.server.hosts.get('/')?.context
  const webs = definition.nodes.filter(({ kind }) => kind === 'web').map(({ id }) => id)
  return {
    plays: (node) => Object.hasOwn(players, node),
    start(process, pid) {
      shop.begin(process, pid)
      const program = createLearnerProgram(files, players[process] ?? '', realm.makeFunction, () =>
        shop.apiOf(pid, webs.includes(process)),
      )
      host.start({ name: process, pid, program })
    },
    signal(_process, pid, signal) {
      signals.set(pid, signal)
      host.signal(pid, signal === 'SIGTERM' ? signal : 'SIGKILL')
    },
    request: (process, order, job, cause) => {
      shop.request(process, order, job, cause)
    },
    resume: (process, job, result, cause) => {
      if (!fetches.resume(job, result, cause)) shop.resume(process, job, result, cause)
    },
    send(connection, method, cause) {
      wire?.send(connection, method, cause)
    },
    processOf: (connection) =>
      listener.server.connections.has(connection) ? processOfConnection(connection) : null,
    stopBroker(how) {
      listener.stop(how)
      tap.drop()
    },
    startBroker() {
      listener.start()
    },
    ended({ name: process, pid }, code, fact) {
      fetches.drop(pid)
      const { world, engine } = watched()
      const signal = code === null ? (signals.get(pid) ?? 'SIGKILL') : null
      endCode(world, engine, { process, pid }, { signal, code }, fact)
    },
  }
}
