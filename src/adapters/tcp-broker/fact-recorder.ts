import { closeSync, openSync, writeSync } from 'node:fs'
import { amqpFacts, type AmqpFacts } from '#amqp'
import { formatFact, type FactId, type Instant, type Recorder } from '#engine'

/** Takes the facts of a broker that runs in real time. */
export interface FactRecorder {
  readonly recorder: Recorder<AmqpFacts>
  /** How many facts there have been. */
  count(): number
  /** Writes what is not in the file yet. */
  flush(): void
  close(): void
}

/** Lines are collected up to this size and then written. */
const CHUNK_SIZE = 65_536

/** Facts are numbered and, when there is a file, written there as JSON Lines; none is kept. */
export function createFactRecorder(now: () => Instant, path: string | null): FactRecorder {
  let file = path === null ? null : openSync(path, 'w')
  let count = 0
  let text = ''
  function flush(): void {
    if (file !== null && text !== '') writeSync(file, text)
    text = ''
  }
  const recorder: Recorder<AmqpFacts> = {
    get now() {
      return now()
    },
    cause: null,
    record(kind, fields, cause = null) {
      const id = count++ as FactId
      if (file === null) return id
      // The order of the catalogue, so that a line has one form wherever it was written.
      const values = fields as Readonly<Record<string, number | string | boolean | null>>
      const names = Object.keys(amqpFacts[kind])
      const ordered = Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
      text += `${formatFact({ id, at: now(), kind, fields: ordered, cause })}\n`
      if (text.length >= CHUNK_SIZE) flush()
      return id
    },
  }
  return {
    recorder,
    count: () => count,
    flush,
    close() {
      flush()
      if (file !== null) closeSync(file)
      file = null
    },
  }
}
