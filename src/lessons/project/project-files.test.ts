import { strFromU8, unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FactId } from '#engine'
import { findScenario, simulate } from '#scenarios'
import { projectTemplate } from 'virtual:project-template'
import type { Exercise } from '../lesson.ts'
import { projectFiles, projectFolder, type ProjectSettings } from './project-files.ts'
import { projectLuck } from './project-luck.ts'
import { zipProject } from './zip-project.ts'

const EXERCISE: Exercise = {
  files: ['web.ts', 'worker.ts'],
  players: { web: 'web.ts', 'worker-1': 'worker.ts', 'worker-2': 'worker.ts' },
  inputs: [{ at: 2.5, input: { type: 'place-orders', count: 2 } }],
  seconds: 15,
  variants: [],
}
const FILES = {
  'web.ts': "import { onOrder } from 'shop'\n",
  'worker.ts': 'export {}\n// «нічого»',
}
const SHOP = findScenario('two-workers')
if (SHOP === null || SHOP === undefined) throw new Error('the catalogue has the shop')
const DEFINITION = SHOP

function project(settings: Partial<ProjectSettings> = {}): Readonly<Record<string, string>> {
  return projectFiles({
    name: 'Publish it',
    exercise: EXERCISE,
    definition: DEFINITION,
    seed: 7,
    files: FILES,
    language: 'en',
    template: projectTemplate,
    ...settings,
  })
}

function json(text: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(text ?? '') as Readonly<Record<string, unknown>>
}

describe('the files of a project', () => {
  it('are what Node needs, the shop, and the learner’s own, unchanged', () => {
    const files = project()
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'README.md',
        'compose.yaml',
        'package.json',
        'tsconfig.json',
        'shop/index.d.ts',
        'shop/index.js',
        'shop/order-attributes.js',
        'shop/package.json',
        'shop/preload.js',
        'shop/run.js',
        'shop/shop.json',
      ]),
    )
    expect(files).toMatchObject(FILES)
  })

  it('have no empty text, no path out of the folder, and one README', () => {
    const files = project()
    for (const [path, text] of Object.entries(files)) {
      expect(path).toMatch(/^(?:shop\/)?[\w.-]+$/)
      expect(text.trim(), path).not.toBe('')
    }
    expect(Object.keys(files).filter((path) => path.startsWith('README'))).toEqual(['README.md'])
  })

  it('import nothing of the shop that is not among them', () => {
    const files = project()
    const imports = Object.entries(files)
      .filter(([path]) => path.endsWith('.js'))
      .flatMap(([, text]) => [...text.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name))
    expect(imports.length).toBeGreaterThan(10)
    expect(imports.filter((name) => files[`shop/${name}`] === undefined)).toEqual([])
  })

  it('name the packages in the versions that the workshop has', () => {
    const own = json(readFileSync('package.json', 'utf8'))
    const versions = Object.assign({}, own['dependencies'], own['devDependencies']) as object
    const content = json(project()['package.json'])
    const { shop, ...others } = content['dependencies'] as Readonly<Record<string, string>>
    expect(shop).toBe('file:./shop')
    expect(Object.keys(others)).toEqual(['amqplib', 'tsx', 'typescript'])
    expect(versions).toMatchObject({ ...others, ...(content['devDependencies'] as object) })
    expect(content).toMatchObject({
      private: true,
      type: 'module',
      engines: own['engines'],
      scripts: { start: 'node shop/run.js' },
    })
  })

  it('hold the shop with every field set', () => {
    const shop = json(project()['shop/shop.json'])
    expect(shop).toMatchObject({
      name: 'Publish it',
      seconds: 15,
      players: EXERCISE.players,
      inputs: EXERCISE.inputs,
      hopMs: DEFINITION.hopMs,
    })
    const nodes = shop['nodes'] as readonly Readonly<Record<string, unknown>>[]
    expect(nodes.map(({ id }) => id)).toEqual(DEFINITION.nodes.map(({ id }) => id))
    expect(nodes.find(({ id }) => id === 'orders')).toMatchObject({ messageTtlMs: null })
  })

  it('start the broker that the workshop plays', () => {
    const lines = (project()['compose.yaml'] ?? '').split('\n')
    expect(lines).toContain('services:')
    expect(lines).toContain('    image: rabbitmq:3.10-management')
    expect(lines.filter((line) => /^ *- '127\.0\.0\.1:5672:5672'$/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('\t'))).toEqual([])
  })

  it('say what an order says as the workshop does', async () => {
    const source = project()['shop/order-attributes.js'] ?? ''
    const module = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Pick<
      typeof import('#scenarios'),
      'orderAttributes'
    >
    const { orderAttributes } = await import('#scenarios')
    for (let order = 1; order <= 50; order++) {
      expect(module.orderAttributes(order)).toEqual(orderAttributes(order))
    }
  })
})

describe('the README', () => {
  it.each(['en', 'uk'] as const)('has a title, all players and the commands (%s)', (language) => {
    const text = project({ language })['README.md'] ?? ''
    expect(text).toMatch(/^# Publish it\n/)
    expect(text).not.toMatch(/\{\{|\}\}/)
    for (const [node, file] of Object.entries(EXERCISE.players)) {
      expect(text).toContain(`| \`${node}\` | \`${file}\` |`)
    }
    const commands = ['docker compose up -d', 'npm install', 'npm start', 'AMQP_URL', 'npx tsx']
    for (const command of commands) expect(text).toContain(command)
    for (const sum of [
      'placed',
      'answered',
      'refused',
      'processed',
      'emailed',
      'lost',
      'doneTwice',
    ])
      expect(text).toMatch(new RegExp(`^\\| ${sum} +\\|`, 'm'))
  })

  it('has the same parts in both languages', () => {
    const parts = (language: 'en' | 'uk') =>
      (project({ language })['README.md'] ?? '').match(/^#+|^```\w*|^\|/gm)
    expect(parts('uk')).toEqual(parts('en'))
  })
})

describe('odd names', () => {
  it.each([
    ['Publish it', 'publish-it'],
    ['  ../../etc/passwd ', 'etc-passwd'],
    ['Опублікуй $& {{players}}\n# другий', 'players'],
    ['Замовлення', 'exercise'],
    ['', 'exercise'],
    ['"\\', 'exercise'],
    ['a'.repeat(300), 'a'.repeat(60)],
  ])('%j is a package and a folder', (name, folder) => {
    expect(projectFolder(name)).toBe(folder)
    const files = project({ name })
    expect(json(files['package.json'])['name']).toBe(folder)
    expect(json(files['shop/shop.json'])['name']).toBe(name)
    const readme = files['README.md'] ?? ''
    expect(readme.match(/^# .*$/m)?.[0]).toBe(
      `# ${name.replaceAll(/\s+/g, ' ').trim() || 'exercise'}`,
    )
  })
})

describe('the luck', () => {
  it('is that of the run with the same seed', () => {
    const shop = findScenario('pubsub')
    if (shop === null || shop === undefined) throw new Error('the catalogue has the shop')
    const { trace } = simulate({ definition: shop, seed: 7, untilSeconds: 5 })
    const customers = shop.nodes.find((node) => node.kind === 'customers')
    const facts = Array.from({ length: trace.length }, (_, id) => trace.fact(id as FactId))
    const found = facts.flatMap(({ kind, at }) => (kind === 'shop.order-placed' ? [at] : []))
    const gap = 1_000_000 / (customers?.ordersPerSecond ?? 1)
    let at = 0
    const expected = projectLuck(7, shop).arrivals.flatMap((factor) => {
      at += Math.round(factor * gap)
      return at <= 5_000_000 ? [at] : []
    })
    expect(found.length).toBeGreaterThan(5)
    found.forEach((instant, index) => {
      expect(Math.abs(instant - (expected[index] ?? 0))).toBeLessThan(50)
    })
  })
})

describe('the zip', () => {
  const files = project()

  it('unpacks to the same files below one folder', () => {
    const unpacked = Object.entries(unzipSync(zipProject(files, 'publish-it')))
    const texts = unpacked.map(([path, bytes]) => [path, strFromU8(bytes)])
    const expected = Object.entries(files).map(([path, text]) => [`publish-it/${path}`, text])
    expect(Object.fromEntries(texts)).toEqual(Object.fromEntries(expected))
  })

  it('has the same bytes whenever, and however the files are ordered, it is made', () => {
    const bytes = zipProject(files, 'publish-it')
    const reversed = Object.fromEntries(Object.entries(files).reverse())
    expect(zipProject(reversed, 'publish-it')).toEqual(bytes)
    expect(zipProject(project({ seed: 8 }), 'publish-it')).not.toEqual(bytes)
  })
})
