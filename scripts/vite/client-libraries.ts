import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import type { CreateLibraries } from '#sandbox'

const FOLDER = join(import.meta.dirname, '../../src/sandbox/node')

const require = createRequire(import.meta.url)

/** What stands in for each of Node's modules that amqplib and the packages below it ask for. */
const STAND_INS: Readonly<Record<string, string>> = {
  assert: require.resolve('assert/'),
  buffer: require.resolve('buffer/'),
  events: require.resolve('events/'),
  net: join(FOLDER, 'net.ts'),
  process: join(FOLDER, 'process.ts'),
  querystring: join(FOLDER, 'querystring.ts'),
  // The other entry of the package asks for Node's own streams.
  stream: join(require.resolve('readable-stream'), '../browser.js'),
  tls: join(FOLDER, 'tls.ts'),
  url: join(FOLDER, 'url.ts'),
  util: require.resolve('util/'),
}

/** Names that mean something else in each process: the bundle takes them from its parameter. */
const SCOPED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'process',
  'Date',
  'Math',
  'performance',
  'crypto',
]

/**
 * Makes `virtual:client-libraries`: the real amqplib with stand-ins for Node's modules, as one
 * function that instantiates all of it for one process. Only who imports it gets it; nothing else
 * in the build sees the stand-ins.
 */
export function clientLibraries(): Plugin {
  return {
    name: 'client-libraries',
    enforce: 'pre',
    resolveId: { filter: { id: /^virtual:client-libraries$/ }, handler: (id) => `\0${id}` },
    load: { filter: { id: /^\0virtual:client-libraries$/ }, handler: bundleClientLibraries },
  }
}

/** The same libraries for a script that Vite does not run. */
export async function loadClientLibraries(): Promise<CreateLibraries> {
  const folder = mkdtempSync(join(tmpdir(), 'client-libraries-'))
  const file = join(folder, 'client-libraries.mjs')
  writeFileSync(file, await bundleClientLibraries())
  const address = pathToFileURL(file).href
  const module = (await import(address)) as { readonly createLibraries: CreateLibraries }
  rmSync(folder, { recursive: true })
  return module.createLibraries
}

/** The module's text: it imports nothing and touches nothing outside of its one function. */
async function bundleClientLibraries(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [standIns()],
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.NODE_DEBUG': '""',
      global: 'globalThis',
    },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: join(FOLDER, 'libraries.ts'), formats: ['iife'], name: 'libraries' },
      rolldownOptions: { transform: { inject: { Buffer: [STAND_INS['buffer'] ?? '', 'Buffer'] } } },
    },
  })
  const outputs = Array.isArray(result) ? result : [result]
  const chunk = outputs.flatMap((one) => ('output' in one ? one.output : []))[0]
  if (chunk?.type !== 'chunk') throw new Error('Failed to bundle the client libraries: no chunk.')
  return `export function createLibraries(libraryScope) {
const { ${SCOPED.join(', ')} } = libraryScope;
${chunk.code}
return libraries;
}
`
}

function standIns(): Plugin {
  return {
    name: 'node-stand-ins',
    enforce: 'pre',
    resolveId: (id) => STAND_INS[id.replace(/^node:/, '').replace(/\/$/, '')] ?? null,
  }
}
