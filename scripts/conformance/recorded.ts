import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Outcome } from './case.ts'

const FILE = new URL('recorded-3.10.8.json', import.meta.url)

/** What RabbitMQ 3.10.8 did when its outcomes were last written down. */
export function readRecorded(): Map<string, Outcome> {
  if (!existsSync(FILE)) return new Map()
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Outcome>
  return new Map(Object.entries(recorded))
}

/** Adds these outcomes to the file; those of cases that are no more go. */
export function record(outcomes: ReadonlyMap<string, Outcome>, ids: readonly string[]): void {
  const before = readRecorded()
  const entries = ids.flatMap((id): [string, Outcome][] => {
    const outcome = outcomes.get(id) ?? before.get(id)
    return outcome === undefined ? [] : [[id, outcome]]
  })
  const lines = entries.map(([id, outcome]) => `${JSON.stringify(id)}: ${JSON.stringify(outcome)}`)
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`)
}
