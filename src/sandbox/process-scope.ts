import { toMs } from '#engine'
import type { Kernel } from './kernel.ts'
import { createClientCrypto, createClientMath } from './client-chance.ts'
import { createClientDate } from './client-date.ts'
import type { ClientProcess } from './client-process.ts'
import type { LibraryScope, ProcessFace } from './library-scope.ts'
import type { RequestPort } from './request-port.ts'
import type { SocketPort } from './socket-port.ts'

/** What a process's scope is made of. */
export interface ScopeSettings {
  readonly process: ClientProcess
  readonly kernel: Kernel
  readonly network: SocketPort
  readonly requests: RequestPort
  /** Milliseconds since 1970 at the start of the run. */
  readonly epochMs: number
  readonly env: Readonly<Record<string, string>>
  print(stream: 'stdout' | 'stderr', text: string): void
}

/** Makes the time, chance and network of one process, under the names Node has for them. */
export function createLibraryScope(settings: ScopeSettings): LibraryScope {
  const { process, kernel, epochMs } = settings
  const random = () => kernel.random(`sandbox.${process.name}`)
  const clear = (timer: unknown) => {
    process.timers.clear(timer)
  }
  const { timers } = process
  return {
    setTimeout: (callback, delayMs, ...given) =>
      timers.after(call(callback, given), delayMs, false),
    setInterval: (callback, delayMs, ...given) =>
      timers.after(call(callback, given), delayMs, true),
    setImmediate: (callback, ...given) => timers.immediately(call(callback, given)),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    queueMicrotask: process.queueMicrotask,
    process: createFace(settings),
    Date: createClientDate(() => epochMs + Math.floor(toMs(process.readClock()))),
    Math: createClientMath(random),
    performance: {
      timeOrigin: epochMs + toMs(process.startedAt),
      now: () => process.readUptime() / 1_000,
    },
    crypto: createClientCrypto(random),
    network: settings.network,
    requests: settings.requests,
  }
}

/** What a timer will do; Node refuses what is no function at once, and not when it is due. */
function call(callback: unknown, given: readonly unknown[]): () => void {
  if (typeof callback === 'function') return () => callback(...given) as void
  const message = `The "callback" argument must be of type function. Received ${String(callback)}`
  throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' })
}

function createFace({ process, env, print }: ScopeSettings): ProcessFace {
  function hrtime(since: readonly [number, number] = [0, 0]): [number, number] {
    const nanoseconds = process.readUptime() * 1_000 - (since[0] * 1e9 + since[1])
    return [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9]
  }
  const face: ProcessFace = {
    pid: process.pid,
    title: process.name,
    argv: ['node', process.name],
    env: { ...env },
    platform: 'linux',
    version: 'v20.19.0',
    versions: { node: '20.19.0' },
    nextTick: process.nextTick,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(process.readUptime()) * 1_000n }),
    uptime: () => process.readUptime() / 1_000_000,
    cwd: () => '/',
    exit: (code) => process.exit(code ?? face.exitCode ?? 0),
    kill(pid) {
      throw new Error(
        `Failed to send a signal to process ${pid}: processes of a run are stopped from outside. Use process.exit() to end this one.`,
      )
    },
    exitCode: undefined,
    stdout: { write: (text) => written(print, 'stdout', text) },
    stderr: { write: (text) => written(print, 'stderr', text) },
  }
  return face
}

function written(
  print: ScopeSettings['print'],
  stream: 'stdout' | 'stderr',
  text: unknown,
): boolean {
  print(stream, String(text).replace(/\n$/, ''))
  return true
}
