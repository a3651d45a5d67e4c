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
 * Makes `virtual:learner-frame`: the frame's document and the worker's script as texts. They are
 * whole scripts, because a frame without an origin can load nothing.
 */
export function learnerFrame(): Plugin {
  return {
    name: 'learner-frame',
    resolveId: { filter: { id: /^virtual:learner-frame$/ }, handler: (id) => `\0${id}` },
    load: { filter: { id: /^\0virtual:learner-frame$/ }, handler: bundleLearnerFrame },
  }
}

/** The script of the frame. Whoever shows the frame must allow it: a frame's policy adds to the page's. */
export function relayScript(): Promise<string> {
  relay ??= bundleScript('relay.ts', [])
  return relay
}

let relay: Promise<string> | null = null

async function bundleLearnerFrame(): Promise<string> {
  const script = await relayScript()
  const policy = `<meta http-equiv="Content-Security-Policy" content="${framePolicy(script)}">`
  const frameDocument = `<!doctype html>${policy}<script>${script}</script>`
  const workerSource = await bundleScript('learner.worker.ts', [clientLibraries()])
  return `export const frameDocument = ${JSON.stringify(frameDocument)}
export const workerSource = ${JSON.stringify(workerSource)}
`
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
