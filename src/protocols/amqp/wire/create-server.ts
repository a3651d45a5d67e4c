import { createBroker, type Broker } from '../state/broker.ts'
import type { VirtualHost } from './connection.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { sendServerMethod } from './server-methods.ts'
import type { WireServer, WireSettings } from './server.ts'

/** Makes a server with the virtual host `/` and nobody connected. */
export function createWireServer(settings: WireSettings): WireServer {
  const server: WireServer = {
    settings,
    limits: Object.freeze({ ...DEFAULT_LIMITS, ...settings.limits }),
    hosts: new Map(),
    connections: new Map(),
    propertyBytes: new WeakMap(),
    dirty: new Set(),
    heldConnections: new Set(),
    nextConnectionInstant: null,
    armedFor: null,
    unfinishedBytes: 0,
    acceptedCount: 0,
  }
  addVirtualHost(server, '/')
  return server
}

/** Adds a virtual host with an empty broker; one that is there stays as it is. */
export function addVirtualHost(server: WireServer, name: string): VirtualHost {
  const settings = server.settings.brokerSettings ?? {}
  return server.hosts.get(name) ?? addBroker(server, createBroker({ virtualHost: name, settings }))
}

/** Makes a broker a virtual host of the server, in place of the one of its name. */
export function addBroker(server: WireServer, broker: Broker): VirtualHost {
  const host: VirtualHost = {
    broker,
    context: {
      recorder: server.settings.recorder,
      send(connection, method) {
        const receiver = server.connections.get(connection)
        if (receiver !== undefined) sendServerMethod(server, receiver, method)
      },
    },
  }
  server.hosts.set(broker.virtualHost, host)
  return host
}
