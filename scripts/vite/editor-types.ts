import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const SANDBOX = join(import.meta.dirname, '../../src/sandbox')
const AMQPLIB = dirname(createRequire(import.meta.url).resolve('amqplib'))

/** Where each declaration stands for the editor, and the file it is read from. */
const SOURCES: Readonly<Record<string, string>> = {
  '/node_modules/amqplib/index.d.ts': join(AMQPLIB, 'index.d.ts'),
  '/node_modules/amqplib/callback_api.d.ts': join(AMQPLIB, 'callback_api.d.ts'),
  '/node_modules/amqplib/lib/properties.d.ts': join(AMQPLIB, 'lib/properties.d.ts'),
  '/node_modules/shop/index.d.ts': join(SANDBOX, 'exercise/shop.d.ts'),
  '/node_modules/shop/shop-api.ts': join(SANDBOX, 'exercise/shop-api.ts'),
  '/declarations/scope.d.ts': join(SANDBOX, 'declarations/scope.d.ts'),
  '/declarations/modules.d.ts': join(SANDBOX, 'declarations/modules.d.ts'),
}

/**
 * Makes `virtual:editor-types`: what exercise code is written against, by path. They are the files
 * that the sandbox and amqplib themselves have, so that the editor cannot say something else.
 */
export function editorTypes(): Plugin {
  return {
    name: 'editor-types',
    resolveId: { filter: { id: /^virtual:editor-types$/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:editor-types$/ },
      handler() {
        for (const file of Object.values(SOURCES)) this.addWatchFile(file)
        return `export const editorTypes = ${JSON.stringify(readEditorTypes())}`
      },
    },
  }
}

/** The texts of the declarations by the path they stand at. */
export function readEditorTypes(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(SOURCES).map(([path, file]) => [path, readFileSync(file, 'utf8')]),
  )
}
