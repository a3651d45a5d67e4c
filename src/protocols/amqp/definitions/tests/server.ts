import { START, type FactId, type Instant } from '#engine'
import { readFileSync } from 'node:fs'
import { createBroker } from '../../state/broker.ts'
import type { BrokerHost, DefinitionServer } from '../definition-server.ts'
import { importDefinitions } from '../import-definitions.ts'
import { problemText } from '../problem.ts'
import { checkDefinitions, readDefinitions, type CheckedDefinitions } from '../read-definitions.ts'
import { createServerMetadata } from '../server-metadata.ts'

/** The export of a real broker: two virtual hosts with a hundred queues each. */
export const REAL_EXPORT: string = readFileSync(
  new URL('./rabbitmq-3.10.8.json', import.meta.url),
  'utf8',
)

/** A document with nothing in its lists. */
const NOTHING = definitionsOf(checkDefinitions({ vhosts: [], users: [] }))

/** A server for tests; time stands still unless it is moved. */
export interface TestServer extends DefinitionServer {
  readonly hosts: Map<string, BrokerHost>
  now: Instant
}

/** A server with nothing; `new` has guest and `/`, as RabbitMQ after its first start. */
export function server(begin: 'empty' | 'new' = 'empty'): TestServer {
  const made: TestServer = {
    metadata: createServerMetadata(begin === 'new' ? null : NOTHING),
    hosts: new Map(),
    now: START,
    addHost(name) {
      const host = { broker: createBroker({ virtualHost: name }), context: contextOf(made) }
      made.hosts.set(name, host)
      return host
    },
  }
  if (begin === 'new') made.addHost('/')
  return made
}

function contextOf(owner: TestServer): BrokerHost['context'] {
  let count = 0
  return {
    recorder: {
      get now() {
        return owner.now
      },
      cause: null,
      record: () => count++ as FactId,
    },
    send() {},
  }
}

/** The virtual host of a server. */
export function hostOf({ hosts }: TestServer, name: string): BrokerHost {
  const host = hosts.get(name)
  if (host === undefined) throw new Error(`the server has no virtual host ${name}`)
  return host
}

/** Imports a text or a plain value; gives what was passed over, as sentences. */
export function load(target: TestServer, document: unknown): string[] {
  const result = importDefinitions(target, definitionsOf(checked(document)))
  if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'))
  return result.notices.map(problemText)
}

/** Why a document is refused, as sentences. */
export function refusal(document: unknown, target: TestServer = server('new')): string[] {
  const read = checked(document)
  if (!read.ok) return read.problems.map(problemText)
  const result = importDefinitions(target, read.definitions)
  return result.ok ? [] : result.problems.map(problemText)
}

function checked(document: unknown): CheckedDefinitions {
  return typeof document === 'string' ? readDefinitions(document) : checkDefinitions(document)
}

function definitionsOf(read: CheckedDefinitions) {
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  return read.definitions
}
