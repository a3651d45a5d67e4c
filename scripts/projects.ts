import { atSeconds, START } from '#engine'
import { assert } from '#std'
import { parseArgs } from 'node:util'
import { createExercisePlayer } from './lessons/play-exercise.ts'
import { findBroker, type ProjectBroker } from './projects/brokers.ts'
import { fixtureExercises, type ProjectCase } from './projects/fixture-exercises.ts'
import { differences, SUMS, sumsOf, type LedgerSums } from './projects/ledger-sums.ts'
import { lessonExercises } from './projects/lesson-exercises.ts'
import { writeProjects, type ProjectFolders } from './projects/project-folders.ts'
import { runProject, type ProjectRun } from './projects/run-project.ts'
import { readProjectTemplate } from './vite/project-template.ts'

const USAGE = `npm run projects -- [--only TEXT]
Runs the solution of every exercise as a downloaded project, on Node against a real RabbitMQ, and
compares its ledger with that of the same solution in the sandbox.
  --only TEXT  exercises whose name contains TEXT`

/** How an exercise came out in both worlds. */
interface Row {
  readonly name: string
  readonly sandbox: LedgerSums
  readonly project: ProjectRun
  /** What it said the first time, when that was not the same. */
  readonly before: ProjectRun | null
}

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean' } },
})
const started = Date.now()
try {
  process.exitCode = options.help === true ? told(USAGE) : await main(options.only ?? '')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

async function main(only: string): Promise<number> {
  const all = [...fixtureExercises(), ...lessonExercises()]
  const cases = all.filter(({ name }) => name.includes(only))
  if (cases.length === 0) {
    throw new Error(`Failed to choose exercises: none contains ${only}. Leave --only out.`)
  }
  const broker = await findBroker()
  const sandbox = await playAll(cases)
  const folders = writeProjects(cases, await readProjectTemplate())
  try {
    const rows = await runAll(cases, sandbox, folders, broker)
    return report(rows)
  } finally {
    folders.remove()
  }
}

/** All cases in the sandbox, one after the other: they take no real time to speak of. */
async function playAll(
  cases: readonly ProjectCase[],
): Promise<ReadonlyMap<ProjectCase, LedgerSums>> {
  const play = await createExercisePlayer()
  const sums = new Map<ProjectCase, LedgerSums>()
  for (const one of cases) {
    const { definition, seed, files, exercise } = one
    const { players, seconds, inputs } = exercise
    const script = inputs.map(({ at, input }) => ({ at: atSeconds(at), input }))
    const code = { files, players, script, until: atSeconds(seconds) }
    const played = await play({ definition, seed, inputs: [], at: START, code })
    if (played === null) throw new Error(`Failed to play ${one.name}: it does not compile.`)
    sums.set(one, sumsOf(played.trace, definition))
  }
  return sums
}

async function runAll(
  cases: readonly ProjectCase[],
  sandbox: ReadonlyMap<ProjectCase, LedgerSums>,
  folders: ProjectFolders,
  { atOnce, withPlace }: ProjectBroker,
): Promise<readonly Row[]> {
  const run = (one: ProjectCase) => withPlace((url) => runProject(folders.folderOf(one), url))
  const rows = new Map<ProjectCase, Row>()
  const waiting = [...cases]
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const sums = sandbox.get(one)
      assert(sums !== undefined, 'every case was played')
      rows.set(one, { name: one.name, sandbox: sums, project: await run(one), before: null })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  // Where processes wait for each other's CPU, a signal may come too early or too late: alone it must not.
  for (const [one, row] of rows) {
    if (!isEqual(row)) rows.set(one, { ...row, project: await run(one), before: row.project })
  }
  return cases.flatMap((one) => rows.get(one) ?? [])
}

function report(rows: readonly Row[]): number {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2
  console.log(`  ${''.padEnd(width)}${SUMS.map((name) => name.padStart(11)).join('')}`)
  for (const row of rows) {
    const cells = SUMS.map((name) => cellOf(row, name).padStart(11)).join('')
    const first = row.before === null ? '' : SUMS.map((name) => row.before?.sums?.[name] ?? '–')
    const note = first === '' ? '' : `  alone; beside others it was ${first.join(' ')}`
    console.log(`${isEqual(row) ? '✓' : '✗'} ${row.name.padEnd(width)}${cells}${note}`)
  }
  const wrong = rows.filter((row) => !isEqual(row))
  for (const { name, project } of wrong) console.error(`\n${name} said:\n${project.said}`)
  const seconds = ((Date.now() - started) / 1_000).toFixed(0)
  console.log(`projects: ${rows.length - wrong.length} equal, ${wrong.length} not, ${seconds} s`)
  return wrong.length === 0 ? 0 : 1
}

function isEqual({ sandbox, project: { sums } }: Row): boolean {
  return sums !== null && differences(sandbox, sums).length === 0
}

/** One number where both agree, else the sandbox's and the project's. */
function cellOf({ sandbox, project: { sums } }: Row, name: (typeof SUMS)[number]): string {
  if (sums === null) return `${sandbox[name]}/–`
  return sandbox[name] === sums[name] ? String(sums[name]) : `${sandbox[name]}/${sums[name]}`
}

function told(text: string): number {
  console.log(text)
  return 0
}
