import type { Course, Lesson, LessonText } from '#lessons'
import type { Language, LessonLibrary } from '#ui'
import { assert } from '#std'
import course from '../../lessons/course.json'

interface Module<Value> {
  readonly default: Value
}

const LESSONS = import.meta.glob<Module<Lesson>>('../../lessons/*/lesson.json')
const TEXTS = import.meta.glob<Module<LessonText>>('../../lessons/*/*.md')

/**
 * The lessons that are built into the app. They are proved by `npm run lessons:check` and part of the
 * build, and so are not checked again here.
 */
export function createLessonLibrary(): LessonLibrary {
  return {
    course: course satisfies Course,
    async load(id, language) {
      const [lesson, text] = await Promise.all([
        read(LESSONS, `${id}/lesson.json`),
        read(TEXTS, textFile(id, language)),
      ])
      return { lesson, text }
    },
  }
}

function textFile(id: string, language: Language): string {
  return `${id}/${language}.md`
}

async function read<Value>(
  modules: Readonly<Record<string, () => Promise<Module<Value>>>>,
  path: string,
): Promise<Value> {
  const load = modules[`../../lessons/${path}`]
  assert(load !== undefined, 'every lesson of the course has its files')
  return (await load()).default
}
