import { after, seconds } from '#engine'
import { openConnection } from '../commands/connect.ts'
import type { FieldValue, Table } from '../state/table.ts'
import { readerOf } from './byte-reader.ts'
import type { WireConnection } from './connection.ts'
import { expectBy, noteInstant } from './deadline.ts'
import { end, fail, refuseSilently } from './ending.ts'
import { readTableBody } from './field-table.ts'
import { waitingBytes } from './frame.ts'
import { CHANNEL_MAX, FRAME_MAX, FRAME_MIN, HEARTBEAT_SECONDS } from './limits.ts'
import type { WireMethod } from './method.ts'
import { flush, sendMethod } from './outbox.ts'
import type { WireServer } from './server.ts'
import { readUtf8 } from './utf8.ts'
import { wireError } from './wire-error.ts'

const HEADER = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1)

/** Other headers of clients that speak it. */
const HEADER_0_9 = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 1, 1, 0, 9)
const HEADER_9_1 = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 1, 1, 9, 1)

/** Reads the eight bytes a client begins with; false while they are not all there. */
export function readProtocolHeader(server: WireServer, connection: WireConnection): boolean {
  const { inbox } = connection
  if (waitingBytes(inbox) < HEADER.length) return false
  const header = inbox.bytes.subarray(inbox.start, inbox.start + HEADER.length)
  inbox.start += HEADER.length
  if (![HEADER, HEADER_0_9, HEADER_9_1].some((one) => isSame(header, one))) {
    connection.socket.write(HEADER.slice())
    connection.error = 'it does not speak AMQP 0-9-1'
    end(server, connection)
    return false
  }
  connection.phase = 'starting'
  connection.frameMax = FRAME_MIN
  sendMethod(server, connection, 0, {
    method: 'connection.start',
    versionMajor: 0,
    versionMinor: 9,
    serverProperties: serverProperties(server.settings.clusterName ?? 'rabbit@workshop'),
    mechanisms: 'AMQPLAIN PLAIN',
    locales: 'en_US',
  })
  return true
}

/** Takes who the client is, what it can do and its password. */
export function startOk(
  server: WireServer,
  connection: WireConnection,
  method: Extract<WireMethod, { readonly method: 'connection.start-ok' }>,
): void {
  connection.capabilities = capabilitiesOf(method.clientProperties)
  const login = readLogin(method.mechanism, method.response as Uint8Array)
  if (login === null) {
    refuseSilently(server, connection, `its login with mechanism ${method.mechanism} is not valid`)
    return
  }
  if (!isKnown(server, login)) {
    const detail = `Login was refused using authentication mechanism ${method.mechanism}. For details see the broker logfile.`
    const error = wireError('ACCESS_REFUSED', detail)
    if (connection.capabilities.has('authentication_failure_close')) {
      const { code: replyCode, text: replyText } = error
      sendMethod(server, connection, 0, { method: 'connection.close', replyCode, replyText })
    }
    refuseSilently(server, connection, `${error.text} (user '${login.user}')`)
    return
  }
  connection.user = login.user
  connection.phase = 'tuning'
  sendMethod(server, connection, 0, {
    method: 'connection.tune',
    channelMax: CHANNEL_MAX,
    frameMax: FRAME_MAX,
    heartbeat: server.settings.heartbeatSeconds ?? HEARTBEAT_SECONDS,
  })
}

/** Takes what the client made of the limits it was proposed. */
export function tuneOk(
  server: WireServer,
  connection: WireConnection,
  method: Extract<WireMethod, { readonly method: 'connection.tune-ok' }>,
): void {
  const problem =
    outside('frame_max', method.frameMax, FRAME_MIN, FRAME_MAX) ??
    outside('channel_max', method.channelMax, 1, CHANNEL_MAX)
  if (problem !== null) {
    refuseSilently(server, connection, `NOT_ALLOWED - ${problem}`)
    return
  }
  connection.frameMax = method.frameMax
  connection.channelMax = method.channelMax
  connection.heartbeatSeconds = method.heartbeat
  connection.phase = 'opening'
  startPulse(server, connection)
}

/** Lets the client into the virtual host it names. */
export function open(
  server: WireServer,
  connection: WireConnection,
  method: Extract<WireMethod, { readonly method: 'connection.open' }>,
): void {
  const { virtualHost } = method
  const { settings, hosts } = server
  const host = hosts.get(virtualHost)
  if (host === undefined || !host.broker.isRunning) {
    fail(
      server,
      connection,
      wireError('NOT_ALLOWED', `vhost ${virtualHost} not found`, method.method),
    )
    return
  }
  const { user, capabilities, name } = connection
  const permissions = settings.permissionsOf?.(user, virtualHost) ?? null
  if (permissions === null && settings.permissionsOf !== undefined) {
    const detail = `access to vhost '${virtualHost}' refused for user '${user}'`
    fail(server, connection, wireError('NOT_ALLOWED', detail, method.method))
    return
  }
  connection.host = host
  connection.phase = 'running'
  expectBy(server, connection, null)
  openConnection(host.broker, host.context, {
    connection: name,
    user,
    ...(permissions === null || permissions === 'all' ? {} : { permissions }),
    canCancelNotify: capabilities.has('consumer_cancel_notify'),
    canBeBlocked: capabilities.has('connection.blocked'),
  })
  sendMethod(server, connection, 0, { method: 'connection.open-ok' })
  const detail = `user '${user}', vhost '${virtualHost}'`
  settings.notice?.({ connection: name, what: 'opened', detail })
}

interface Login {
  readonly user: string
  readonly password: string
}

function isKnown(server: WireServer, { user, password }: Login): boolean {
  const { authenticate } = server.settings
  if (authenticate !== undefined) return authenticate.call(server.settings, user, password)
  return user === 'guest' && password === 'guest'
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, index) => byte === other[index])
}

const CAPABILITIES = [
  'publisher_confirms',
  'exchange_exchange_bindings',
  'basic.nack',
  'consumer_cancel_notify',
  'connection.blocked',
  'consumer_priorities',
  'authentication_failure_close',
  'per_consumer_qos',
  'direct_reply_to',
]

function serverProperties(clusterName: string): Table {
  const yes: FieldValue = { type: 'bool', value: true }
  const capabilities = new Map(CAPABILITIES.map((name) => [name, yes]))
  return new Map<string, FieldValue>([
    ['capabilities', { type: 'table', value: capabilities }],
    ['cluster_name', { type: 'longstr', value: clusterName }],
    ['information', { type: 'longstr', value: 'A model of RabbitMQ to learn with' }],
    ['platform', { type: 'longstr', value: 'Queue Workshop' }],
    ['product', { type: 'longstr', value: 'RabbitMQ' }],
    ['version', { type: 'longstr', value: '3.10.8' }],
  ])
}

function capabilitiesOf(clientProperties: Table): ReadonlySet<string> {
  const field = clientProperties.get('capabilities')
  if (field?.type !== 'table') return new Set()
  const names = [...field.value].filter(([, one]) => one.type === 'bool' && one.value)
  return new Set(names.map(([name]) => name))
}

/** User and password; null when the response is not in the form of the mechanism. */
function readLogin(mechanism: string, response: Uint8Array): Login | null {
  if (mechanism === 'PLAIN') return readPlain(response)
  return mechanism === 'AMQPLAIN' ? readAmqplain(response) : null
}

/** NUL user NUL password. What stands before the first NUL, another identity, must be nothing. */
function readPlain(response: Uint8Array): Login | null {
  const parts = readUtf8(response, 0, response.length)?.split('\0') ?? []
  const [identity, user, password] = parts
  if (parts.length !== 3 || identity !== '' || user === undefined || password === undefined) {
    return null
  }
  return { user, password }
}

/** A field table without its length. */
function readAmqplain(response: Uint8Array): Login | null {
  const reader = readerOf(response)
  const table = readTableBody(reader, 0)
  const user = table.get('LOGIN')
  const password = table.get('PASSWORD')
  if (reader.isBroken || user?.type !== 'longstr' || password?.type !== 'longstr') return null
  if (typeof user.value !== 'string' || typeof password.value !== 'string') return null
  return { user: user.value, password: password.value }
}

/** What is wrong with a limit the client has chosen, in RabbitMQ's words; null when nothing is. */
function outside(field: string, value: number, min: number, max: number): string | null {
  if (value === 0) {
    return `negotiated ${field} = 0 (no limit) is higher than the maximum allowed value (${max})`
  }
  if (value < min) {
    return `negotiated ${field} = ${value} is lower than the minimum allowed value (${min})`
  }
  if (value <= max) return null
  return `negotiated ${field} = ${value} is higher than the maximum allowed value (${max})`
}

function startPulse(server: WireServer, connection: WireConnection): void {
  const { heartbeatSeconds, pulse } = connection
  if (heartbeatSeconds === 0) return
  const { now } = server.settings.recorder
  flush(server, connection)
  pulse.nextSend = after(now, seconds(heartbeatSeconds / 2))
  pulse.nextReceive = after(now, seconds(heartbeatSeconds))
  noteInstant(server, pulse.nextSend)
}
