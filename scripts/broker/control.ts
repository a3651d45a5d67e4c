import { createInterface } from 'node:readline'
import {
  actOn,
  addVirtualHost,
  checkDefinitions,
  clearPolicy,
  closeConnection,
  deleteUser,
  exportPlainDefinitions,
  importDefinitions,
  problemText,
  setAlarm,
  setPermissions,
  setPolicy,
  setUser,
  tableOf,
  wake,
  type DefinitionServer,
  type PolicyTarget,
} from '#amqp'
import { ms } from '#engine'
import type { TcpBroker } from '../../src/adapters/tcp-broker/tcp-broker.ts'

/**
 * What an operator would do with RabbitMQ's own tools, one JSON object a line: for tests that compare
 * the two.
 */
type Operation =
  | { readonly op: 'restart'; readonly how: 'stop' | 'kill' }
  | { readonly op: 'add-user'; readonly user: string; readonly password: string }
  | { readonly op: 'delete-user'; readonly user: string }
  | ({ readonly op: 'set-permissions'; readonly user: string } & PermissionFields)
  | { readonly op: 'add-virtual-host' | 'delete-virtual-host'; readonly virtualHost: string }
  | ({ readonly op: 'set-policy' } & PolicyFields)
  | { readonly op: 'clear-policy'; readonly virtualHost: string; readonly name: string }
  | { readonly op: 'set-alarm'; readonly alarm: 'memory' | 'disk'; readonly isOn: boolean }
  | { readonly op: 'set-ack-timeout'; readonly timeoutMs: number | null; readonly checkMs?: number }
  | { readonly op: 'close-connections'; readonly user: string; readonly reason: string }
  | { readonly op: 'import-definitions'; readonly definitions: unknown }
  | { readonly op: 'export-definitions' }

interface PermissionFields {
  readonly virtualHost: string
  readonly configure: string
  readonly write: string
  readonly read: string
}

interface PolicyFields {
  readonly virtualHost: string
  readonly name: string
  readonly pattern: string
  readonly applyTo: PolicyTarget
  readonly priority: number
  readonly definition: Readonly<Record<string, unknown>>
}

/** Takes operations from standard input until it ends, and answers each on standard output. */
export async function control(broker: TcpBroker): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, ...operation } = JSON.parse(line) as Operation & { readonly id: number }
    try {
      const answer = await perform(broker, operation)
      console.log(JSON.stringify({ id, ok: true, ...answer }))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      console.log(JSON.stringify({ id, ok: false, error: reason }))
    }
  }
}

async function perform(broker: TcpBroker, operation: Operation): Promise<object | undefined> {
  const { wire, metadata } = broker
  switch (operation.op) {
    case 'restart':
      await broker.stop(operation.how === 'stop' ? 'clean' : 'killed')
      await broker.start()
      return
    case 'add-user':
      setUser(metadata, operation)
      return
    case 'delete-user':
      deleteUser(metadata, operation.user)
      closeAll(broker, { user: operation.user }, `user '${operation.user}' is deleted`)
      return
    case 'set-permissions': {
      const { user, virtualHost, configure, write, read } = operation
      setPermissions(metadata, {
        user,
        virtualHost,
        permissions: { configure, write, read },
      })
      return
    }
    case 'add-virtual-host':
      addVirtualHost(wire, operation.virtualHost)
      return
    case 'delete-virtual-host': {
      const { virtualHost } = operation
      closeAll(broker, { virtualHost }, `vhost '${virtualHost}' is deleted`)
      wire.hosts.delete(virtualHost)
      return
    }
    case 'set-policy': {
      const { virtualHost, name, pattern, applyTo, priority } = operation
      const policy = { name, pattern, applyTo, priority, definition: tableOf(operation.definition) }
      actOn(wire, virtualHost, (host) => {
        setPolicy(host.broker, host.context, policy)
      })
      return
    }
    case 'clear-policy':
      actOn(wire, operation.virtualHost, (host) => {
        clearPolicy(host.broker, host.context, operation.name)
      })
      return
    case 'set-alarm': {
      const { alarm, isOn } = operation
      for (const name of wire.hosts.keys()) {
        actOn(wire, name, (host) => {
          setAlarm(host.broker, host.context, { alarm, isOn })
        })
      }
      return
    }
    case 'set-ack-timeout':
      setAckTimeout(broker, operation.timeoutMs, operation.checkMs)
      return
    case 'close-connections':
      closeAll(broker, { user: operation.user }, operation.reason)
      return
    case 'import-definitions':
      importChecked(broker, operation.definitions)
      return
    case 'export-definitions':
      return { definitions: exportPlainDefinitions(definitionServer(broker)) }
    default:
      throw new Error(`there is no operation ${JSON.stringify(operation)}`)
  }
}

function definitionServer({ wire, metadata }: TcpBroker): DefinitionServer {
  const { hosts } = wire
  return { metadata, hosts, addHost: (name) => addVirtualHost(wire, name) }
}

function importChecked(broker: TcpBroker, value: unknown): void {
  const checked = checkDefinitions(value)
  const result = checked.ok
    ? importDefinitions(definitionServer(broker), checked.definitions)
    : checked
  if (!result.ok) throw new Error(result.problems.map(problemText).join(' '))
  // What the import made may want to be woken.
  wake(broker.wire)
}

/** Closes connections by force: those of a user, or those of a virtual host. */
function closeAll(
  { wire }: TcpBroker,
  which: { readonly user?: string; readonly virtualHost?: string },
  text: string,
): void {
  for (const { name, user, host } of wire.connections.values()) {
    if (host === null || (which.user !== undefined && user !== which.user)) continue
    const { virtualHost } = host.broker
    if (which.virtualHost !== undefined && virtualHost !== which.virtualHost) continue
    actOn(wire, virtualHost, ({ broker, context }) => {
      closeConnection(broker, context, { connection: name, reason: 'forced', text })
    })
  }
}

const ACK_TIMEOUT_MS = 1_800_000
const ACK_CHECK_MS = 60_000

function setAckTimeout(
  { wire }: TcpBroker,
  timeoutMs: number | null,
  checkMs: number | undefined,
): void {
  for (const { broker } of wire.hosts.values()) {
    broker.settings = Object.freeze({
      ...broker.settings,
      ackTimeout: ms(timeoutMs ?? ACK_TIMEOUT_MS),
      ackTimeoutCheck: ms(checkMs ?? ACK_CHECK_MS),
    })
    // A look planned by the old times may be far away: the next delivery plans anew.
    broker.isAckCheckPlanned = false
  }
}
