import type { BrokerContext } from '../server-method.ts'
import { connectionOf, type Alarm, type Broker } from '../state/broker.ts'

/** An alarm that begins or ends. */
export interface SetAlarm {
  readonly alarm: Alarm
  readonly isOn: boolean
}

/** Turns an alarm on or off; when the last one is off, blocked connections are read again. */
export function setAlarm(broker: Broker, context: BrokerContext, command: SetAlarm): void {
  const { alarm, isOn } = command
  if (broker.alarms.has(alarm) === isOn) return
  if (isOn) broker.alarms.add(alarm)
  else broker.alarms.delete(alarm)
  const changed = context.recorder.record('amqp.alarm-changed', { alarm, isOn })
  if (broker.alarms.size > 0) return
  for (const connection of broker.connections.values()) {
    if (!connection.isBlocked) continue
    connection.isBlocked = false
    const { id, canBeBlocked } = connection
    const fact = context.recorder.record('amqp.connection-unblocked', { connection: id }, changed)
    if (canBeBlocked) context.send(id, { method: 'connection.unblocked' }, fact)
  }
}

/** A command that has come from a client. */
export interface Arriving {
  readonly connection: string
  readonly isPublish: boolean
}

/**
 * Whether a command has to wait because of an alarm. The first publish under an alarm blocks its
 * connection: it and everything the connection sends later is kept by whoever asked, until the
 * connection is unblocked. Connections that only consume go on.
 */
export function mustHold(broker: Broker, context: BrokerContext, arriving: Arriving): boolean {
  const connection = connectionOf(broker, arriving)
  if (connection.isBlocked) return true
  if (!arriving.isPublish || broker.alarms.size === 0) return false
  connection.isBlocked = true
  const reason = `low on ${[...broker.alarms].sort().reverse().join(' & ')}`
  const fields = { connection: connection.id, reason }
  const fact = context.recorder.record('amqp.connection-blocked', fields)
  if (connection.canBeBlocked) {
    context.send(connection.id, { method: 'connection.blocked', reason }, fact)
  }
  return true
}
