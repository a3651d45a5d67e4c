import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { stopBroker, type Broker, type ServerMetadata } from '#amqp'
import type { FactId, Instant } from '#engine'
import { clone } from '#std'

/** What of a broker outlives its process. */
export interface DurableState {
  /** The wall clock at virtual instant 0: time goes on from there. */
  readonly epochMs: number
  readonly brokers: readonly Broker[]
  readonly metadata: ServerMetadata
}

interface StateFile extends DurableState {
  readonly format: string
  readonly version: number
}

const FORMAT = 'queue-workshop-broker'
const VERSION = 1

/**
 * Writes what a crash would leave: durable queues with their persistent messages. The file is whole
 * at any time, the old one or the new one.
 */
export function saveState(path: string, state: DurableState, now: Instant): void {
  const brokers = state.brokers.map((broker) => (broker.isRunning ? crashed(broker, now) : broker))
  const file: StateFile = { ...state, brokers, format: FORMAT, version: VERSION }
  const temporary = `${path}.new`
  const descriptor = openSync(temporary, 'w')
  writeSync(descriptor, serialize(file))
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(temporary, path)
}

/**
 * Reads what was written; null when there is no file yet.
 *
 * @throws when the file is something else.
 */
export function loadState(path: string): DurableState | null {
  if (!existsSync(path)) return null
  const file = parse(path)
  if (file?.format !== FORMAT || file.version !== VERSION) {
    throw new Error(`${path} is not the state of a broker of this version. Name another file.`)
  }
  return file
}

function parse(path: string): StateFile | null {
  try {
    return deserialize(readFileSync(path)) as StateFile | null
  } catch {
    return null
  }
}

/** A copy of a running broker as it would be found after a crash; the broker itself goes on. */
function crashed(broker: Broker, now: Instant): Broker {
  const copy = clone(broker)
  const recorder = { now, cause: null, record: () => 0 as FactId }
  stopBroker(copy, { recorder, send() {} }, { how: 'killed' })
  return copy
}
