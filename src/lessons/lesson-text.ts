import type { Lesson, LessonStep } from './lesson.ts'

/** A lesson's words in one language, by key: Markdown as written, HTML as built into the app. */
export type LessonText = Readonly<Record<string, string>>

/** Reads a text file: `## key` begins a block, everything up to the next is its Markdown. */
export function readLessonText(markdown: string): LessonText {
  const blocks: Record<string, string> = {}
  for (const part of markdown.split(/^## /m).slice(1)) {
    const end = part.indexOf('\n')
    const key = (end < 0 ? part : part.slice(0, end)).trim()
    blocks[key] = end < 0 ? '' : withoutComments(part.slice(end)).trim()
  }
  return blocks
}

/** The keys a lesson's text must have: the same in every language. */
export function textKeys(lesson: Lesson): readonly string[] {
  return lesson.steps.flatMap(stepKeys)
}

function stepKeys(step: LessonStep): readonly string[] {
  const { id, prediction, checks, hints, mistakes } = step
  const keys = ['title', 'text', 'explain', 'solution']
  if (prediction !== null) {
    keys.push('predict')
    for (const choice of prediction.choices) keys.push(`predict.${choice}`, `predict.${choice}.why`)
  }
  for (const check of checks) keys.push(`check.${check.id}`, `check.${check.id}.missing`)
  for (let hint = 1; hint <= hints; hint++) keys.push(`hint.${hint}`)
  for (const mistake of mistakes) keys.push(`mistake.${mistake.id}`)
  return keys.map((key) => `${id}.${key}`)
}

/** Comments name the rules a claim rests on; they are for authors. */
function withoutComments(markdown: string): string {
  return markdown.replace(/<!--[\s\S]*?-->/g, '')
}
