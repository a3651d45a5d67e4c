import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import {
  acceptSocket,
  addBroker,
  actOn,
  createServerMetadata,
  createWireServer,
  isPassword,
  permissionsOf,
  setAlarm,
  startBroker,
  stopServer,
  wake,
  type DefinitionProblem,
  type Definitions,
  type ServerMetadata,
  type WireNotice,
  type WireServer,
} from '#amqp'
import { createFactRecorder } from './fact-recorder.ts'
import { loadDefinitions } from './load-definitions.ts'
import { plainBytes, wireSocket } from './node-socket.ts'
import { createKeeper } from './keeper.ts'
import { createRealTime } from './real-time.ts'
import { loadState, saveState } from './state-file.ts'

/** Where a broker listens and what it writes down. */
export interface TcpBrokerSettings {
  readonly host: string
  /** 0 lets the system choose one. */
  readonly port: number
  /** A file for the trace, as JSON Lines; null for none. */
  readonly tracePath?: string | null
  /** Hears what happens to connections. */
  notice?(notice: WireNotice): void
  /** Hears of a fault of the broker itself; the connection that met it is ended. */
  fault?(error: unknown): void
  /** Bytes of memory from which on publishers are blocked. @defaultValue 1 GiB */
  readonly memoryBytesMax?: number
  /** What it has from the beginning, in place of guest and `/`. @defaultValue nothing */
  readonly definitions?: Definitions | null
  /** Hears of what was passed over in them. */
  left?(notices: readonly DefinitionProblem[]): void
  /** A file that keeps what is durable over a restart of the process; null for none. */
  readonly dataPath?: string | null
  /** The wall clock, milliseconds since 1970. */
  readonly nowMs: number
}

/** A broker on TCP, in real time. */
export interface TcpBroker {
  readonly wire: WireServer
  /** Its users, what they may do, and what else was imported. */
  readonly metadata: ServerMetadata
  readonly port: number
  /** Ends the brokers, every connection and the port. */
  stop(how: 'clean' | 'killed'): Promise<void>
  /** Begins again after `stop`, on the same port, with what survived. */
  start(): Promise<void>
  /** Ends for good: the trace is complete and no timer runs. */
  close(): Promise<void>
}

/** How often the trace goes to its file and memory is looked at. */
const HOUSEKEEPING_MS = 1_000

const MEMORY_BYTES_MAX = 1_073_741_824

/**
 * Starts a broker that speaks AMQP 0-9-1 on TCP.
 *
 * @throws {DefinitionsError} when the definitions cannot be imported.
 * @throws when the port cannot be had; the error has the system's `code`, EADDRINUSE for example.
 */
export async function startTcpBroker(settings: TcpBrokerSettings): Promise<TcpBroker> {
  const { dataPath = null, tracePath = null, nowMs } = settings
  const saved = dataPath === null ? null : loadState(dataPath)
  const epochMs = saved?.epochMs ?? nowMs
  const time = createRealTime(Math.max(0, nowMs - epochMs))
  const facts = createFactRecorder(() => time.now(), tracePath)
  const metadata = saved?.metadata ?? createServerMetadata(settings.definitions ?? null)
  const wire = createWireServer({
    recorder: facts.recorder,
    wakeAt(instant) {
      time.planAt(instant, () => {
        wake(wire)
      })
    },
    authenticate: (user, password) => isPassword(metadata, user, password),
    permissionsOf: (user, virtualHost) => permissionsOf(metadata, user, virtualHost),
    notice: (notice) => settings.notice?.(notice),
    brokerSettings: { epochMs },
  })
  for (const broker of saved?.brokers ?? []) addBroker(wire, broker)
  if (saved !== null) startAll(wire)
  if (settings.definitions) settings.left?.(loadDefinitions(wire, metadata, settings.definitions))
  const sockets = new Set<Socket>()
  const listener = createServer({ noDelay: true }, (socket) => {
    serve(wire, sockets, socket, (error) => settings.fault?.(error))
  })
  const port = await listen(listener, settings.port, settings.host)
  let isMemoryShort = false
  const keeper = dataPath === null ? null : createKeeper(dataPath, facts, save)
  function save(path: string): void {
    const brokers = [...wire.hosts.values()].map(({ broker }) => broker)
    saveState(path, { epochMs, brokers, metadata }, time.now())
  }
  const housekeeping = setInterval(() => {
    facts.flush()
    keeper?.look()
    const limit = settings.memoryBytesMax ?? MEMORY_BYTES_MAX
    if (isShort(limit, isMemoryShort) === isMemoryShort) return
    isMemoryShort = !isMemoryShort
    setMemoryAlarm(wire, isMemoryShort)
  }, HOUSEKEEPING_MS)
  async function stop(how: 'clean' | 'killed'): Promise<void> {
    const isClosed = closed(listener)
    stopServer(wire, how)
    if (how === 'clean') await goneWithin(sockets, CLOSING_MS)
    for (const socket of sockets) socket.resetAndDestroy()
    await isClosed
  }
  return {
    wire,
    metadata,
    port,
    stop,
    async start() {
      startAll(wire)
      await listen(listener, port, settings.host)
    },
    async close() {
      if (listener.listening) await stop('clean')
      clearInterval(housekeeping)
      time.planAt(null, () => {})
      keeper?.look()
      facts.close()
    },
  }
}

function startAll(wire: WireServer): void {
  for (const name of wire.hosts.keys()) {
    actOn(wire, name, ({ broker, context }) => {
      if (!broker.isRunning) startBroker(broker, context)
    })
  }
}

/** How long clients may take to answer that the broker is going. */
const CLOSING_MS = 1_000

function serve(
  wire: WireServer,
  sockets: Set<Socket>,
  socket: Socket,
  onFault: (error: unknown) => void,
): void {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  const name = `${remoteAddress}:${remotePort} -> ${localAddress}:${localPort}`
  sockets.add(socket)
  const end = acceptSocket(wire, wireSocket(socket), name)
  socket.on('data', (buffer: Buffer) => {
    try {
      end.receive(plainBytes(buffer))
    } catch (error) {
      // A fault of ours must not take the other connections along.
      onFault(error)
      socket.resetAndDestroy()
    }
  })
  socket.on('drain', () => {
    end.drained()
  })
  // What went wrong with a socket is told by its end; without a listener it would end the process.
  socket.on('error', () => {})
  socket.on('close', () => {
    sockets.delete(socket)
    end.closed()
  })
}

function listen(listener: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, () => {
      listener.off('error', reject)
      resolve((listener.address() as AddressInfo).port)
    })
  })
}

function closed(listener: Server): Promise<void> {
  return new Promise((resolve) => {
    listener.close(() => {
      resolve()
    })
  })
}

async function goneWithin(sockets: ReadonlySet<Socket>, waitMs: number): Promise<void> {
  const end = performance.now() + waitMs
  while (sockets.size > 0 && performance.now() < end) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
}

/** Memory that was short is enough again when a tenth of the limit is free. */
function isShort(bytesMax: number, wasShort: boolean): boolean {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers > (wasShort ? bytesMax * 0.9 : bytesMax)
}

/** Publishers wait while the alarm is on. */
function setMemoryAlarm(wire: WireServer, isOn: boolean): void {
  for (const [name, { broker }] of wire.hosts) {
    if (!broker.isRunning) continue
    actOn(wire, name, (host) => {
      setAlarm(host.broker, host.context, { alarm: 'memory', isOn })
    })
  }
}
