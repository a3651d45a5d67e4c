import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSeconds, type FactId } from '#engine'
import { evaluate, evidenceOf, exerciseSource, readLesson } from '#lessons'
import { formatLedger } from '#scenarios'
import { sourceCalls } from '#sandbox'
import { createExercisePlayer } from './lessons/play-exercise.ts'
import { readExerciseCode } from './lessons/read-code.ts'

// Shows authors what becomes of one set of an exercise's files: its trace, checks and mistakes.

const [lessonId = '', stepId = '', set = 'solution', seed] = process.argv.slice(2)
const folder = join('lessons', lessonId)
const read = readLesson(JSON.parse(readFileSync(join(folder, 'lesson.json'), 'utf8')))
if (!read.ok) throw new Error(read.problems.join('\n'))
const step = read.lesson.steps.find(({ id }) => id === stepId)
if (step?.exercise === undefined) throw new Error(`${lessonId} has no exercise ${stepId}.`)
const { exercise } = step
const { code, problems } = readExerciseCode(
  join(folder, 'code', stepId),
  exercise,
  step.mistakes.map(({ id }) => id),
)
for (const problem of problems) console.error(`✗ ${problem}`)
const [kind = '', name = ''] = set.split('/')
const sets = { start: code.start, solution: code.solution } as const
const files =
  kind === 'mistakes' || kind === 'variants' ? code[kind][name] : sets[kind as keyof typeof sets]
if (files === undefined) throw new Error(`There is no set of files ${set}.`)

const source = exerciseSource(read.lesson, step, exercise, files)
const play = await createExercisePlayer()
const played = await play({ ...source, seed: Number(seed ?? step.seed) })
if (played === null) throw new Error(`${set} does not compile.`)
const { trace } = played
for (const line of trace.lines()) console.log(line)
const evidence = evidenceOf(step, {
  trace,
  definition: source.definition,
  until: source.code.until,
  answer: step.prediction?.answer ?? null,
  calls: sourceCalls(files),
})
console.log(formatLedger(evidence.ledger))
for (const { id, predicate } of [...step.checks, ...step.mistakes]) {
  const { isMet, decidedBy } = evaluate(predicate, evidence)
  const at = decidedBy === null ? '' : ` by ${decidedBy} at ${toSeconds(trace.at(decidedBy))} s`
  console.log(`${isMet ? 'holds' : '  not'} ${id}${at}`)
}
const last = trace.at((trace.length - 1) as FactId)
console.log(`${trace.length} facts, the last at ${toSeconds(last)} s`)
