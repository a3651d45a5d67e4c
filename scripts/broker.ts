import { parseArgs } from 'node:util'
import { problemText } from '#amqp'
import { control } from './broker/control.ts'
import { definitionsProblem, readDefinitionsFile } from './broker/definitions-file.ts'
import { DefinitionsError } from '../src/adapters/tcp-broker/load-definitions.ts'
import { startTcpBroker, type TcpBroker } from '../src/adapters/tcp-broker/tcp-broker.ts'

const USAGE =
  'npm run broker -- --port N [--host H] [--trace FILE] [--definitions FILE] [--data FILE]'

interface Options {
  readonly host: string
  readonly port: number
  readonly trace: string | null
  readonly data: string | null
  /** A file with definitions. */
  readonly definitions: string | null
  readonly hasControl: boolean
}

/** Says what was wrong with the arguments. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const options = readOptions()
  const broker = await start(options)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(broker))
  }
  console.log(`listening on amqp://${shownHost(options.host)}:${broker.port}`)
  if (!options.hasControl) return
  await control(broker)
  await stop(broker)
}

function readOptions(): Options {
  const { host, port, trace, data, definitions, control: hasControl = false } = parsed()
  if (port === undefined) throw new UsageError(`--port is missing. Usage: ${USAGE}`)
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port} is not a number from 0 to 65535. Give one.`)
  }
  return {
    host: host ?? '127.0.0.1',
    port: Number(port),
    trace: trace ?? null,
    data: data ?? null,
    definitions: definitions ?? null,
    hasControl,
  }
}

function parsed() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        trace: { type: 'string' },
        data: { type: 'string' },
        definitions: { type: 'string' },
        control: { type: 'boolean' },
      },
    })
    return values
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${reason.replace(/\.?$/, '.')} Usage: ${USAGE}`, { cause: error })
  }
}

async function start({ host, port, trace, data, definitions: file }: Options): Promise<TcpBroker> {
  const definitions = file === null ? null : readDefinitionsFile(file)
  try {
    return await startTcpBroker({
      host,
      port,
      tracePath: trace,
      definitions,
      left(notices) {
        for (const notice of notices) console.error(`${file}: ${problemText(notice)}`)
      },
      dataPath: data,
      nowMs: Date.now(),
      notice({ connection, what, detail }) {
        console.error(`${new Date().toISOString()} ${connection} ${what}${detail && `: ${detail}`}`)
      },
      fault(error) {
        console.error(`${new Date().toISOString()} the broker failed:`, error)
      },
    })
  } catch (error) {
    if (error instanceof DefinitionsError) {
      throw new Error(definitionsProblem(file, error.problems), { cause: error })
    }
    throw new Error(startProblem(error as NodeJS.ErrnoException, { host, port }), { cause: error })
  }
}

function startProblem(
  error: NodeJS.ErrnoException,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use. Choose another one with --port.`
    case 'EACCES':
      return `port ${port} may not be opened by this user. Choose one from 1024 on.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Choose another one with --host.`
    default:
      return error.message
  }
}

async function stop(broker: TcpBroker): Promise<void> {
  await broker.close()
  // A pipe at standard input would keep the process.
  process.exit(0)
}

function shownHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

try {
  await main()
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`Failed to start the broker: ${reason}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
