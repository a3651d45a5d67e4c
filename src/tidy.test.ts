import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What no linter knows: rules and their tests, documented doors, names, one title a document. */
const SPECS = [
  { spec: 'src/engine/SPEC.md', tests: ['src/engine', 'e2e'] },
  {
    spec: 'src/protocols/amqp/SPEC.md',
    tests: ['src/protocols/amqp', 'src/scenarios', 'src/sandbox', 'src/adapters/tcp-broker'],
  },
  { spec: 'src/scenarios/SPEC.md', tests: ['src/scenarios'] },
  { spec: 'src/sandbox/SPEC.md', tests: ['src/sandbox', 'e2e'] },
]
const RULE_LINE = /^- \*\*([A-Z]+-\d+[a-z]?)\*\*/gm
const TITLE_RULE = /\[([A-Z]+-\d+[a-z]?)\]/g
const BANNED_NAMES = /^(utils?|helpers?|common|misc|shared|manager|types)(\.|$)/
const DOORS = [
  'std',
  'engine',
  'protocols/amqp',
  'scenarios',
  'sandbox',
  'lessons',
  'adapters',
  'ui',
]

const sources = [...filesBelow('src'), ...filesBelow('scripts'), ...filesBelow('e2e')]
const code = sources.filter((file) => /\.tsx?$/.test(file))
const tests = code.filter((file) => /\.(test|spec)\.tsx?$/.test(file))

describe('rules', () => {
  const rules = new Set(SPECS.flatMap(({ spec }) => rulesOf(spec)))

  it.each(SPECS)('each rule has a test that carries its id ($spec)', ({ spec, tests: folders }) => {
    const proved = new Set(
      tests
        .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
        .flatMap((file) => titleRules(file)),
    )
    expect(rulesOf(spec).filter((rule) => !proved.has(rule))).toEqual([])
  })

  it.each(SPECS)('each rule has a source ($spec)', ({ spec }) => {
    const text = readFileSync(spec, 'utf8')
    const bodies = text.split(/^- \*\*(?=[A-Z]+-\d)/m).slice(1)
    const without = bodies.filter((body) => !/Source:/.test(body.split(/^#|^- /m)[0] ?? ''))
    expect(without.map((body) => body.slice(0, 8))).toEqual([])
  })

  it('each rule a test names exists', () => {
    const unknown = tests.flatMap((file) =>
      titleRules(file)
        .filter((rule) => !rules.has(rule))
        .map((rule) => `${file} ${rule}`),
    )
    expect(unknown).toEqual([])
  })
})

describe('code', () => {
  it('no door exports everything', () => {
    expect(code.filter((file) => /^export \*/m.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  it('nothing is left to be fixed, and each thing to do has an issue', () => {
    // Written apart, so that this file does not find itself.
    const marks = new RegExp(['FIX', 'ME|', 'TO', String.raw`DO(?!\(#\d+\))`].join(''))
    expect(code.filter((file) => marks.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  it('no file or folder has a name that says nothing', () => {
    const bad = sources.filter((file) => file.split('/').some((part) => BANNED_NAMES.test(part)))
    expect(bad).toEqual([])
  })

  it('file names are in kebab case', () => {
    const bad = code.filter((file) => !/^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(basename(file)))
    expect(bad).toEqual([])
  })

  it.each(DOORS)('what stands in a door is documented (%s)', (room) => {
    const door = join('src', room, 'index.ts')
    const missing = exportsOf(door).filter(({ name, from }) => !isDocumented(from, name))
    expect(missing.map(({ name }) => name)).toEqual([])
  })
})

describe('documents', () => {
  const documents = [
    '.',
    'docs',
    'docs/decisions',
    'src/engine',
    'src/protocols/amqp',
    'src/scenarios',
    'src/sandbox',
  ]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.md'))

  it('each has one title', () => {
    const titles = documents.map((file) => {
      const text = readFileSync(file, 'utf8').replaceAll(/```[\s\S]*?```/g, '')
      return { file, count: [...text.matchAll(/^# /gm)].length }
    })
    expect(titles.filter(({ count }) => count !== 1)).toEqual([])
  })

  it('each link to a file leads somewhere', () => {
    const broken = documents.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
        .map(([, target]) => join(dirname(file), target ?? ''))
        .filter((target) => !existsSync(target))
        .map((target) => `${file}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('a decision has at most 40 lines', () => {
    const long = documents.filter(
      (file) => file.includes('decisions') && readFileSync(file, 'utf8').split('\n').length > 41,
    )
    expect(long).toEqual([])
  })
})

function rulesOf(spec: string): readonly string[] {
  return [...readFileSync(spec, 'utf8').matchAll(RULE_LINE)].map(([, rule]) => rule ?? '')
}

function titleRules(file: string): readonly string[] {
  const titles = readFileSync(file, 'utf8').match(
    /(?:it|test|describe)(?:\.each[\s\S]*?\))?\(\s*['`][^'`]*/g,
  )
  return (titles ?? []).flatMap((title) =>
    [...title.matchAll(TITLE_RULE)].map(([, rule]) => rule ?? ''),
  )
}

function exportsOf(door: string): readonly { readonly name: string; readonly from: string }[] {
  const text = readFileSync(door, 'utf8')
  return [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']*)'/g)].flatMap(
    ([, names = '', from = '']) =>
      names
        .split(',')
        .map((name) => name.trim().replace(/ as .*/, ''))
        .filter((name) => name !== '')
        .map((name) => ({ name, from: join(dirname(door), from) })),
  )
}

function isDocumented(file: string, name: string): boolean {
  const declaration = new RegExp(
    `\\*/\\n(?:export )?(?:abstract )?(?:async )?(?:function|const|class|interface|type) ${name}\\b`,
  )
  return declaration.test(readFileSync(file, 'utf8'))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}
