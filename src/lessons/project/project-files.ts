import { completeShop, type ShopDefinition } from '#scenarios'
import type { SourceFiles } from '#sandbox'
import type { LessonLanguage } from '../course.ts'
import type { Exercise } from '../lesson.ts'
import { projectLuck } from './project-luck.ts'

/** The texts of `project-template/` by path, and those that are made from the app's own sources. */
export type ProjectTemplate = Readonly<Record<string, string>>

/** An exercise with the code a learner wrote for it. */
export interface ProjectSettings {
  /** What the exercise is called, for people. */
  readonly name: string
  readonly exercise: Exercise
  readonly definition: ShopDefinition
  readonly seed: number
  /** The files as the learner has them. */
  readonly files: SourceFiles
  /** The language of the README. */
  readonly language: LessonLanguage
  readonly template: ProjectTemplate
}

/** Everything in a folder, by path; folders are parted by `/`. */
export type ProjectFiles = Readonly<Record<string, string>>

/** What the folder is called when the name has nothing a package may be called by. */
const PLAIN_NAME = 'exercise'
const NAME_CHARS_MAX = 60

/**
 * The exercise as a folder that runs on Node against a real RabbitMQ: the learner's files as they
 * are, and around them the shop of the template.
 */
export function projectFiles(settings: ProjectSettings): ProjectFiles {
  const { name, exercise, definition, seed, files, language, template } = settings
  const kept = Object.entries(template).filter(([path]) => !path.startsWith('README.'))
  const { nodes, bindings, hopMs } = completeShop(definition)
  const { players, inputs, seconds } = exercise
  const luck = projectLuck(seed, definition)
  const shop = { name, seconds, players, inputs, hopMs, nodes, bindings, luck }
  return {
    ...Object.fromEntries(kept),
    'package.json': packageText(template['package.json'] ?? '{}', name),
    'README.md': readmeText(template[`README.${language}.md`] ?? '', settings),
    'shop/shop.json': shopText(shop),
    ...files,
  }
}

/** The name as npm and every file system allow it. */
export function projectFolder(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, NAME_CHARS_MAX)
    .replaceAll(/^-+|-+$/g, '')
  return plain === '' ? PLAIN_NAME : plain
}

function packageText(template: string, name: string): string {
  const content = JSON.parse(template) as Readonly<Record<string, unknown>>
  return `${JSON.stringify({ ...content, name: projectFolder(name) }, null, 2)}\n`
}

function readmeText(template: string, { name, exercise, files }: ProjectSettings): string {
  const { players, seconds } = exercise
  const title = name.replaceAll(/\s+/g, ' ').trim()
  const rows = Object.entries(players).map(([node, file]) => `| \`${node}\` | \`${file}\` |`)
  const words: Readonly<Record<string, string>> = {
    title: title === '' ? PLAIN_NAME : title,
    players: rows.join('\n'),
    file: Object.values(players).at(-1) ?? Object.keys(files)[0] ?? 'worker.ts',
    seconds: String(seconds),
  }
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => words[key] ?? '')
}

/** One line for each list of numbers: nobody reads a thousand lines of luck. */
function shopText({ luck, ...shop }: { readonly luck: object }): string {
  const lines = Object.entries(luck).map(
    ([name, numbers]) => `    ${JSON.stringify(name)}: ${JSON.stringify(numbers)}`,
  )
  const rest = JSON.stringify(shop, null, 2).replace(/\n\}$/, '')
  return `${rest},\n  "luck": {\n${lines.join(',\n')}\n  }\n}\n`
}
