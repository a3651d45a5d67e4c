import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { transform } from 'sucrase'
import type { Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '../..')
const FOLDER = join(ROOT, 'project-template')
const SHOP_API = join(ROOT, 'src/sandbox/exercise/shop-api.ts')
const ATTRIBUTES = join(ROOT, 'src/scenarios/order-attributes.ts')

/** What code imports from 'shop', as the type of the object that the sandbox gives says it. */
const SHOP_EXPORTS = ['onOrder', 'sendMail', 'database']

/** Makes `virtual:project-template`: what a downloaded project consists of, as texts by path. */
export function projectTemplate(): Plugin {
  return {
    name: 'project-template',
    resolveId: { filter: { id: /^virtual:project-template$/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:project-template$/ },
      async handler() {
        const template = await readProjectTemplate()
        return `export const projectTemplate = ${JSON.stringify(template)}`
      },
    },
  }
}

/**
 * The texts of `project-template/` by path. What the app has already is made from it: the types of
 * the shop's API, and what an order says about itself.
 */
export async function readProjectTemplate(): Promise<Readonly<Record<string, string>>> {
  const paths = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const texts = paths.map((path) => [
    path.slice(FOLDER.length + 1).replaceAll('\\', '/'),
    readFileSync(path, 'utf8'),
  ])
  return {
    ...(Object.fromEntries(texts) as Record<string, string>),
    'shop/index.d.ts': shopTypes(),
    'shop/order-attributes.js': await withoutTypes(ATTRIBUTES),
  }
}

function shopTypes(): string {
  const exported = SHOP_EXPORTS.map((name) => `export declare const ${name}: ShopApi['${name}']`)
  return `${readFileSync(SHOP_API, 'utf8')}\n${exported.join('\n')}\n`
}

async function withoutTypes(file: string): Promise<string> {
  const { code } = transform(readFileSync(file, 'utf8'), {
    transforms: ['typescript'],
    disableESTransforms: true,
  })
  const style = { printWidth: 100, singleQuote: true, semi: false, trailingComma: 'all' } as const
  return format(code, { parser: 'babel', ...style })
}
