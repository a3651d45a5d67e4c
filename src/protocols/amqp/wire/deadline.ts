import type { Instant } from '#engine'
import type { WireConnection } from './connection.ts'
import type { WireServer } from './server.ts'

/** Sets the instant at which patience with a connection ends; null for never. */
export function expectBy(
  server: WireServer,
  connection: WireConnection,
  instant: Instant | null,
): void {
  connection.deadline = instant
  if (instant !== null) noteInstant(server, instant)
}

/** Makes sure that the server is awake at that instant. */
export function noteInstant(server: WireServer, instant: Instant): void {
  const next = server.nextConnectionInstant
  if (next === null || instant < next) server.nextConnectionInstant = instant
}

/** The earliest instant a connection waits for; null when it waits for nothing. */
export function nextInstant(connection: WireConnection): Instant | null {
  const { nextSend, nextReceive } = connection.pulse
  return earliest(connection.deadline, earliest(nextSend, nextReceive))
}

/** The earlier of two instants, where null is never. */
export function earliest(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null) return other
  return other === null || one < other ? one : other
}
