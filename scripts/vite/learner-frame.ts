import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { clientLibraries } from './client-libraries.ts'
import { hashOf } from './content-policy.ts'

const FOLDER = join(import.meta.dirname, '../../src/adapters/learner-frame')

/** What a learner's frame may do: run this script, and workers that it makes itself. */
function framePolicy(relay: string): string {
  return `default-src 'none'; script-src ${hashOf(relay)} blob:; worker-src blob:`
}

/**
 * Makes `virtual:learner-frame`: the frame's document, and the worker's script as a file of its own
 * that is fetched and handed on without being read by the page. They are whole scripts, because a
 * frame without an origin can load nothing.
 */
export function learnerFrame(): Plugin {
  return {
    name: 'learner-frame',
    resolveId: { filter: { id: /^virtual:learner-frame$/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:learner-frame$/ },
      async handler() {
        const worker = await bundleWorker()
        if (this.meta.watchMode) return frameModule(`new Blob([${JSON.stringify(worker)}])`)
        const asset = { type: 'asset', name: 'learner-worker.js', source: worker } as const
        return frameModule(`await fetched(import.meta.ROLLUP_FILE_URL_${this.emitFile(asset)})`)
      },
    },
  }
}

/** @param blob an expression for the worker's script. */
async function frameModule(blob: string): Promise<string> {
  const script = await relayScript()
  const policy = `<meta http-equiv="Content-Security-Policy" content="${framePolicy(script)}">`
  const frameDocument = `<!doctype html>${policy}<script>${script}</script>`
  return `async function fetched(address) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(\`\${response.status} for \${address}\`)
  return response.blob()
}
export const frameDocument = ${JSON.stringify(frameDocument)}
export async function loadWorker() {
  return (${blob}).slice(0, undefined, 'text/javascript')
}
`
}

/** The script of the frame. Whoever shows the frame must allow it: a frame's policy adds to the page's. */
export function relayScript(): Promise<string> {
  relay ??= bundleScript('relay.ts', [])
  return relay
}

let relay: Promise<string> | null = null

/**
 * What answers the learner's requests needs of the web after it is gone from the globals. Only what
 * stands in the same function knows these names.
 */
const KEPT_NAMES = 'Request, Response, Headers, ReadableStream, Blob'

/**
 * A logger looks for it as it loads. The error that nothing is there would make the engine read the
 * whole script once more, for the lines of its stack: that takes longer than all the rest.
 */
const NO_STORAGE = 'const localStorage = { getItem() { return null }, removeItem() {} }'

/** MSW keeps cookies in a page, and none in Node: here it has none either, and needs no storage. */
const STAND_INS: Readonly<Record<string, string>> = {
  'is-node-process': 'export function isNodeProcess() { return true }',
  'tough-cookie':
    'export class Cookie {}; export class CookieJar {}; export class MemoryCookieStore {}',
}

async function bundleWorker(): Promise<string> {
  const script = await bundleScript('learner.worker.ts', [clientLibraries(), withoutCookies()])
  return `'use strict';(() => { const { ${KEPT_NAMES} } = self; ${NO_STORAGE};\n${script}\n})()`
}

function withoutCookies(): Plugin {
  return {
    name: 'without-cookies',
    enforce: 'pre',
    resolveId: (id) => (Object.hasOwn(STAND_INS, id) ? `\0${id}` : null),
    load: (id) => STAND_INS[id.slice(1)] ?? null,
  }
}

/** One classic script of a file and all it imports. */
async function bundleScript(file: string, plugins: Plugin[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(FOLDER, file), formats: ['iife'], name: 'learner' },
    },
  })
  const outputs = Array.isArray(result) ? result : [result]
  const chunk = outputs.flatMap((one) => ('output' in one ? one.output : []))[0]
  if (chunk?.type !== 'chunk') throw new Error(`Failed to bundle ${file}: no chunk.`)
  // The script stands in a document: nothing in it may end the element it stands in.
  return `'use strict';${chunk.code.trim().replaceAll('</script', '<\\/script')}`
}
