import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { ServerMetadata } from './server-metadata.ts'

/** A virtual host's broker and what its commands need. */
export interface BrokerHost {
  readonly broker: Broker
  readonly context: BrokerContext
}

/** A server into which definitions are imported, and out of which they are exported. */
export interface DefinitionServer {
  readonly metadata: ServerMetadata
  /** By name. */
  readonly hosts: ReadonlyMap<string, BrokerHost>
  /** Makes a virtual host that is not there yet. */
  addHost(name: string): BrokerHost
}
