import type { Instant, Recorder } from '#engine'
import type { AmqpFacts } from '../facts.ts'
import type { BrokerSettings } from '../state/broker.ts'
import type { Permissions } from '../state/permissions.ts'
import type { VirtualHost, WireConnection } from './connection.ts'
import type { WireLimits } from './limits.ts'
import type { PropertyBytes } from './properties.ts'

/** What a server needs of the world, and what it is told about it. */
export interface WireSettings {
  /** Says what time it is and takes the facts. */
  readonly recorder: Recorder<AmqpFacts>
  /**
   * Asks for one call of `wake` at that instant, in place of the one asked for before; null when
   * nothing is to come.
   */
  wakeAt(instant: Instant | null): void
  /** Whether that is the user's password. @defaultValue guest with the password guest */
  authenticate?(user: string, password: string): boolean
  /** What the user may do there; 'all', or null when the user may not enter. @defaultValue all */
  permissionsOf?(user: string, virtualHost: string): Permissions | 'all' | null
  /** Hears what happens to connections, for a log. @defaultValue nobody */
  notice?(notice: WireNotice): void
  readonly limits?: Partial<WireLimits>
  /** What it proposes; 0 for none. @defaultValue 60, as RabbitMQ does */
  readonly heartbeatSeconds?: number
  readonly brokerSettings?: Partial<BrokerSettings>
  /** @defaultValue 'rabbit@workshop' */
  readonly clusterName?: string
}

/** What happened to a connection. */
export interface WireNotice {
  readonly connection: string
  readonly what: 'accepted' | 'opened' | 'channel-error' | 'closed'
  /** User and virtual host, the text of an error, or '' for an end in order. */
  readonly detail: string
}

/** A broker's server side on byte streams: its virtual hosts and the connections to them. */
export interface WireServer {
  readonly settings: WireSettings
  readonly limits: WireLimits
  /** By name. */
  readonly hosts: Map<string, VirtualHost>
  readonly connections: Map<string, WireConnection>
  readonly propertyBytes: PropertyBytes
  /** Connections with something to write when the turn ends. */
  readonly dirty: Set<WireConnection>
  /** Connections whose commands wait until an alarm is off. */
  readonly heldConnections: Set<WireConnection>
  /** The earliest instant one of the connections waits for. */
  nextConnectionInstant: Instant | null
  /** The instant `wakeAt` was last called with. */
  armedFor: Instant | null
  unfinishedBytes: number
  /** Counts connections, so that two of one name can be told apart. */
  acceptedCount: number
}
