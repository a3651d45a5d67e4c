import { seconds, type Duration } from '#engine'

/** What RabbitMQ 3.10 proposes: channels, bytes of a frame, seconds between heartbeats. */
export const CHANNEL_MAX = 2_047
export const FRAME_MAX = 131_072
export const HEARTBEAT_SECONDS = 60

/** No client may ask for smaller frames. */
export const FRAME_MIN = 4_096

/** How long a client may take for the handshake. */
export const HANDSHAKE_TIMEOUT: Duration = seconds(10)

/** How long a client that was refused is kept waiting, so that it cannot try too often. */
export const REFUSAL_DELAY: Duration = seconds(3)

/** How long the server waits for the answer to connection.close. */
export const CLOSING_TIMEOUT: Duration = seconds(30)

/** How long a client that is not listened to may go on reading nothing. */
export const UNREAD_TIMEOUT: Duration = seconds(60)

/** What one server bears; beyond it the one connection that asks too much ends. */
export interface WireLimits {
  /** @defaultValue 10 000 */
  readonly connections: number
  /** Bytes of one message's body. @defaultValue 134 217 728 */
  readonly messageBytes: number
  /** Bytes of bodies whose last frame has not come, over all connections. @defaultValue 268 435 456 */
  readonly unfinishedBytes: number
  /**
   * Bytes a client may leave unread before its consumers get no more. Of four times as many nothing
   * more is read from it. @defaultValue 1 048 576
   */
  readonly unreadBytes: number
}

/** The limits a server has unless it is told others. */
export const DEFAULT_LIMITS: WireLimits = Object.freeze({
  connections: 10_000,
  messageBytes: 134_217_728,
  unfinishedBytes: 268_435_456,
  unreadBytes: 1_048_576,
})
