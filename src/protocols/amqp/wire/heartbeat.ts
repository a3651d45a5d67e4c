import { after, seconds, type Instant } from '#engine'
import type { WireConnection } from './connection.ts'
import { abandon } from './ending.ts'
import { sendHeartbeat } from './outbox.ts'
import type { WireServer } from './server.ts'

/** Looks in a row that find nothing new: the second one ends the connection. */
const SILENT_CHECKS_MAX = 2

/**
 * Does what is due: every half interval a heartbeat when nothing was sent since the last look; every
 * interval a look whether anything came. So a silent client is given up after two to three intervals.
 */
export function beat(server: WireServer, connection: WireConnection, now: Instant): void {
  const { pulse, heartbeatSeconds } = connection
  const interval = seconds(heartbeatSeconds)
  if (pulse.nextSend !== null && pulse.nextSend <= now) {
    pulse.nextSend = after(now, seconds(heartbeatSeconds / 2))
    if (connection.sentBytes === pulse.sentAtCheck) sendHeartbeat(server, connection)
    pulse.sentAtCheck = connection.sentBytes
  }
  if (pulse.nextReceive === null || pulse.nextReceive > now) return
  pulse.nextReceive = after(now, interval)
  // Nothing is read from a connection that waits: its silence says nothing.
  const isListening = connection.heldCommand === null && !connection.isPaused
  const isSilent = isListening && connection.receivedBytes === pulse.receivedAtCheck
  pulse.receivedAtCheck = connection.receivedBytes
  pulse.silentChecks = isSilent ? pulse.silentChecks + 1 : 0
  if (pulse.silentChecks >= SILENT_CHECKS_MAX) {
    const timeout = `missed heartbeats from client, timeout: ${heartbeatSeconds}s`
    abandon(server, connection, timeout)
  }
}
