import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Case, Outcome } from './case.ts'
import { normalise } from './outcome.ts'
import type { Operator } from './operator.ts'
import { Session } from './session.ts'
import type { Address } from './session.ts'

/** A broker that cases are run on. */
export interface Arm {
  readonly name: string
  readonly address: Address
  /** Null where nobody may operate the broker: cases that need it have no outcome. */
  readonly operator: Operator | null
  stop(): Promise<void>
}

/** Cases that run at one time. */
const CONCURRENCY = 12
const CASE_PATIENCE_MS = 30_000
const END_PATIENCE_MS = 5_000

/** The outcomes by case id: cases that disturb nobody side by side, the others one by one after. */
export async function runCases(arm: Arm, cases: readonly Case[]): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>()
  const possible = cases.filter((one) => canRun(arm, one))
  const waiting = possible.filter(({ isAlone }) => isAlone !== true)
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      outcomes.set(one.id, await runCase(arm, one))
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  for (const one of possible.filter(({ isAlone }) => isAlone === true)) {
    outcomes.set(one.id, await runCase(arm, one))
  }
  return outcomes
}

export function canRun(arm: Arm, { needsOperator, isAlone }: Case): boolean {
  return arm.operator !== null || (needsOperator !== true && isAlone !== true)
}

export async function runCase(arm: Arm, one: Case): Promise<Outcome> {
  const prefix = `cf-${randomBytes(3).toString('hex')}-`
  const operator = arm.operator ?? refusing()
  const session = new Session({ address: arm.address, operator, prefix })
  const limit = new AbortController()
  const result = await Promise.race([
    one.run(session).catch((error: unknown) => ({ thrown: error })),
    delay(CASE_PATIENCE_MS, { thrown: 'took too long' }, { signal: limit.signal }),
  ])
  limit.abort()
  const outcome = {
    result: normalise(result, prefix),
    events: session.events.map((event) => normalise(event, prefix)),
  }
  // A connection that never answers must not hold the other cases.
  await Promise.race([session.end().catch(() => undefined), delay(END_PATIENCE_MS)])
  return outcome
}

/** Stands for the operator where there is none; no case that needs one is run. */
function refusing(): Operator {
  return new Proxy({} as Operator, {
    get() {
      throw new Error('a case that uses the operator must say that it needs one')
    },
  })
}
