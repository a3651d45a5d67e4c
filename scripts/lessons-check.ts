import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  inputProblems,
  lessonLanguages,
  proveLesson,
  readCourse,
  readLesson,
  readLessonText,
  shopOf,
  textKeys,
  type Course,
  type Lesson,
} from '#lessons'

/** What a learner reads at once before doing something. */
const WORDS_MAX = 110
const RULE = /\b[RCPKSV]-\d+[a-z]?\b/g
const NAMES_A_RULE = /<!-- rules: (?:[RCPKSV]-\d+[a-z]?(?:, )?)+ -->/

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

const course = readCourse(JSON.parse(readFileSync('lessons/course.json', 'utf8')))
demand(course !== null, 'lessons/course.json is not a course')
const covered = new Set<string>()
for (const { id, steps } of course?.lessons ?? []) checkLesson(id, steps)
checkFolders(course)

for (const failure of failures) console.error(`✗ ${failure}`)
const points = [...covered].sort().join(' ')
console.log(`${course?.lessons.length ?? 0} lessons teach ${covered.size} points: ${points}`)
const count = { passed: proved - failures.length, failed: failures.length }
console.log(`lessons: ${count.passed} proved, ${count.failed} failed`)
const report = process.argv[process.argv.indexOf('--report') + 1]
if (process.argv.includes('--report') && report !== undefined) {
  writeFileSync(report, JSON.stringify(count))
}
if (failures.length > 0) process.exitCode = 1

function checkLesson(id: string, steps: number): void {
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
    const inputs = step.solution.flatMap((action) => ('input' in action ? [action.input] : []))
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
