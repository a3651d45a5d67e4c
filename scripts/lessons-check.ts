import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  inputProblems,
  lessonLanguages,
  proveExercise,
  proveLesson,
  readCourse,
  readLesson,
  readLessonText,
  shopOf,
  textKeys,
  type Course,
  type Lesson,
} from '#lessons'
import { checkTypes } from './lessons/check-types.ts'
import { createExercisePlayer } from './lessons/play-exercise.ts'
import { readExerciseCode } from './lessons/read-code.ts'

/** What a learner reads at once before doing something. */
const WORDS_MAX = 110
const RULE = /\b[RCPKSVX]-\d+[a-z]?\b/g
const NAMES_A_RULE = /<!-- rules: (?:[RCPKSVX]-\d+[a-z]?(?:, )?)+ -->/

const failures: string[] = []
let proved = 0
const demand = (holds: boolean, what: string) => {
  proved++
  if (!holds) failures.push(what)
}

const known = new Set<string>()
const RULE_FILES = [
  'src/protocols/amqp/SPEC.md',
  'src/scenarios/SPEC.md',
  'src/sandbox/SPEC.md',
  'docs/rules.md',
]
for (const file of RULE_FILES) {
  for (const [id] of readFileSync(file, 'utf8').matchAll(RULE)) known.add(id)
}

/** Only the lesson that is named, while one writes it. */
const only = process.argv[process.argv.indexOf('--only') + 1]
const isWanted = (id: string) => !process.argv.includes('--only') || id === only

const playExercise = await createExercisePlayer()
let exercises = 0
const course = readCourse(JSON.parse(readFileSync('lessons/course.json', 'utf8')))
demand(course !== null, 'lessons/course.json is not a course')
const covered = new Set<string>()
for (const { id, steps } of course?.lessons ?? []) {
  if (isWanted(id)) await checkLesson(id, steps)
}
checkFolders(course)

for (const failure of failures) console.error(`✗ ${failure}`)
const points = [...covered].sort().join(' ')
console.log(`${course?.lessons.length ?? 0} lessons teach ${covered.size} points: ${points}`)
console.log(`${exercises} exercises with code`)
const count = { passed: proved - failures.length, failed: failures.length }
console.log(`lessons: ${count.passed} proved, ${count.failed} failed`)
const report = process.argv[process.argv.indexOf('--report') + 1]
if (process.argv.includes('--report') && report !== undefined) {
  writeFileSync(report, JSON.stringify(count))
}
if (failures.length > 0) process.exitCode = 1

async function checkLesson(id: string, steps: number): Promise<void> {
  const folder = join('lessons', id)
  const read = readLesson(JSON.parse(readFileSync(join(folder, 'lesson.json'), 'utf8')))
  if (!read.ok) {
    demand(false, `${id}: ${read.problems.join('; ')}`)
    return
  }
  const { lesson } = read
  demand(lesson.id === id, `${id}: lesson.json calls itself ${lesson.id}`)
  demand(lesson.steps.length === steps, `${id}: course.json says ${steps} steps`)
  checkSteps(lesson)
  for (const language of lessonLanguages) checkText(lesson, join(folder, `${language}.md`))
  const proofs = proveLesson(lesson)
  proved += proofs.proved
  failures.push(...proofs.failures)
  await checkExercises(lesson, join(folder, 'code'))
}

async function checkExercises(lesson: Lesson, folder: string): Promise<void> {
  const stepFolders = existsSync(folder) ? readdirSync(folder) : []
  for (const name of stepFolders) {
    const isStep = lesson.steps.some(({ id, exercise }) => id === name && exercise !== undefined)
    demand(isStep, `${folder}/${name} is no step with an exercise`)
  }
  for (const step of lesson.steps) {
    if (step.exercise === undefined) continue
    exercises++
    const mistakes = step.mistakes.map(({ id }) => id)
    const { code, problems } = readExerciseCode(join(folder, step.id), step.exercise, mistakes)
    demand(problems.length === 0, problems.join('; '))
    demand(
      mistakes.length >= 2,
      `${lesson.id}: ${step.id} foresees ${mistakes.length} mistakes of 2`,
    )
    const hasVariant = step.exercise.variants.length > 0
    demand(hasVariant, `${lesson.id}: ${step.id} has no variant that must pass`)
    for (const [name, files] of [
      ['start', code.start] as const,
      ['solution', code.solution] as const,
      ...Object.entries(code.variants),
    ]) {
      const wrong = checkTypes(files).map(({ file, line, message }) => `${file}:${line} ${message}`)
      demand(wrong.length === 0, `${lesson.id}: ${step.id}: ${name}: ${wrong.join('; ')}`)
    }
    await proveExercise(lesson, step, code, playExercise, (holds, what) => {
      demand(holds, `${lesson.id}: ${what}`)
    })
  }
}

function checkSteps(lesson: Lesson): void {
  const ids = new Set(lesson.steps.map((step) => step.id))
  demand(ids.size === lesson.steps.length, `${lesson.id}: two steps have one id`)
  const taught = new Set(lesson.steps.flatMap((step) => step.covers))
  for (const point of lesson.covers) {
    covered.add(point)
    demand(taught.has(point), `${lesson.id}: ${point} is promised and no step teaches it`)
  }
  for (const step of lesson.steps) {
    const shop = lesson.shops[step.shop]
    demand(shop !== undefined, `${lesson.id}: ${step.id} wants a shop ${step.shop}`)
    if (shop === undefined) continue
    const actions = [...step.solution, ...(step.exercise?.inputs ?? [])]
    const inputs = actions.flatMap((action) => ('input' in action ? [action.input] : []))
    const problems = inputProblems(shopOf(lesson, step), inputs)
    demand(problems.length === 0, `${lesson.id}: ${step.id}: ${problems.join('; ')}`)
  }
}

function checkText(lesson: Lesson, file: string): void {
  if (!existsSync(file)) {
    demand(false, `${file} is missing`)
    return
  }
  const source = readFileSync(file, 'utf8')
  const text = readLessonText(source)
  const wanted = textKeys(lesson)
  for (const key of wanted) demand((text[key] ?? '') !== '', `${file}: ${key} has no words`)
  for (const key of Object.keys(text)) demand(wanted.includes(key), `${file}: ${key} is not used`)
  for (const { id } of lesson.steps) {
    const words = (text[`${id}.text`] ?? '').split(/\s+/).length
    demand(words <= WORDS_MAX, `${file}: ${id}.text has ${words} words, of ${WORDS_MAX}`)
    const explain = source.split(/^## /m).find((part) => part.startsWith(`${id}.explain\n`)) ?? ''
    demand(NAMES_A_RULE.test(explain), `${file}: ${id}.explain names no rule it rests on`)
  }
  for (const [id] of source.matchAll(RULE)) demand(known.has(id), `${file}: no rule ${id} is known`)
}

function checkFolders(read: Course | null): void {
  const ids = new Set(read?.lessons.map((lesson) => lesson.id))
  for (const entry of readdirSync('lessons', { withFileTypes: true })) {
    if (entry.isDirectory()) demand(ids.has(entry.name), `lessons/${entry.name} is in no course`)
  }
}
