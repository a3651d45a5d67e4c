import { parseArgs } from 'node:util'
import { canRun, runCase, runCases } from './conformance/arm.ts'
import type { Arm } from './conformance/arm.ts'
import type { Case, Outcome } from './conformance/case.ts'
import { CASES } from './conformance/cases/all.ts'
import { startOurs } from './conformance/our-broker.ts'
import { findReal } from './conformance/real-broker.ts'
import { readRecorded, record } from './conformance/recorded.ts'
import { judge, reportOf } from './conformance/report.ts'
import type { Row } from './conformance/report.ts'

const USAGE = `npm run conformance -- [--only TEXT] [--ours | --real | --record]
  --only TEXT  cases whose id contains TEXT, or that observe the rule TEXT; may be repeated
  --ours       what our broker does, without comparing
  --real       what the RabbitMQ at AMQP_URL does, without comparing
  --record     what it does becomes the record that machines without RabbitMQ compare with`

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    ours: { type: 'boolean' },
    real: { type: 'boolean' },
    record: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
const url = process.env['AMQP_URL'] ?? 'amqp://localhost:5672'
const cases = CASES.filter(isAskedFor)
// What a case leaves behind is told by its outcome; it must not end the run.
process.on('unhandledRejection', () => undefined)
try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
process.exit()

async function main(): Promise<number> {
  if (options.help === true) {
    console.log(USAGE)
    return 0
  }
  if (cases.length === 0) {
    console.error(
      `Failed to choose cases: none matches ${options.only?.join(', ')}. Leave --only out.`,
    )
    return 2
  }
  if (options.ours === true) return printed(await onOurs(allOf))
  const real = await findReal(url)
  if (options.real === true || options.record === true) {
    if (real === null) return noBroker(2)
    const outcomes = await allOf(real)
    if (options.record === true)
      record(
        outcomes,
        CASES.map(({ id }) => id),
      )
    return options.record === true ? told(`recorded ${outcomes.size} outcomes`) : printed(outcomes)
  }
  return compared(real)
}

async function compared(real: Arm | null): Promise<number> {
  const start = Date.now()
  if (real === null) noBroker(0)
  const rows = await onOurs(async (ours) => {
    const none = new Map<string, Outcome>()
    const [found, fromOurs] = await Promise.all([real === null ? none : allOf(real), allOf(ours)])
    // What nobody may do to this RabbitMQ was done to another one once.
    const fromReal = new Map([...readRecorded(), ...found])
    const first: Row[] = []
    for (const one of cases) {
      first.push(await again(rowOf(one, fromReal, fromOurs), { real, ours }))
    }
    return first
  })
  console.log(reportOf(rows).join('\n'))
  console.log(`${((Date.now() - start) / 1_000).toFixed(1)} s`)
  return rows.some(({ verdict }) => verdict === 'different') ? 1 : 0
}

function rowOf(
  one: Case,
  real: ReadonlyMap<string, Outcome>,
  ours: ReadonlyMap<string, Outcome>,
): Row {
  const [fromReal, fromOurs] = [real.get(one.id), ours.get(one.id)]
  return { one, real: fromReal, ours: fromOurs, verdict: judge(one.id, fromReal, fromOurs) }
}

/** Clocks decide in some cases: a difference counts when it is there again, the case running alone. */
async function again(row: Row, arms: { real: Arm | null; ours: Arm }): Promise<Row> {
  if (row.verdict !== 'different') return row
  const { one } = row
  const { real: arm } = arms
  const real = arm !== null && canRun(arm, one) ? await runCase(arm, one) : row.real
  const ours = await runCase(arms.ours, one)
  const verdict = judge(one.id, real, ours)
  if (verdict !== 'different') console.log(`second try: ${one.id} is ${verdict}`)
  return { one, real, ours, verdict }
}

async function onOurs<T>(act: (arm: Arm) => Promise<T>): Promise<T> {
  const arm = await startOurs()
  try {
    return await act(arm)
  } finally {
    await arm.stop()
  }
}

function allOf(arm: Arm): Promise<Map<string, Outcome>> {
  return runCases(arm, cases)
}

function isAskedFor({ id, rules }: Case): boolean {
  const { only } = options
  return only === undefined || only.some((text) => id.includes(text) || rules.includes(text))
}

function printed(outcomes: ReadonlyMap<string, Outcome>): number {
  for (const { id } of cases) console.log(`${id} ${JSON.stringify(outcomes.get(id), null, 1)}`)
  return 0
}

function told(line: string): number {
  console.log(line)
  return 0
}

function noBroker(status: number): number {
  console.log(
    `no broker answers at ${url}: ours is compared with what RabbitMQ 3.10.8 was recorded to do`,
  )
  return status
}
