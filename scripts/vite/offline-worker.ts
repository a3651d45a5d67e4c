import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE = 'src/adapters/offline/service-worker.js'
const MSW = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')

/**
 * Makes the one service worker `sw.js`: the app offline after the first visit, and MSW's worker for
 * the shop's API. While the app is developed it keeps no files.
 */
export function offlineWorker(): Plugin[] {
  return [builtWorker(), servedWorker()]
}

function servedWorker(): Plugin {
  return {
    name: 'offline-worker-served',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.replace(/\?.*/, '') !== '/sw.js') {
          next()
          return
        }
        response.setHeader('Content-Type', 'text/javascript')
        response.end(workerText('development', [], []))
      })
    },
  }
}

/** Monaco and TypeScript: eleven megabytes that only who edits code needs; there is a plain editor. */
const OF_THE_EDITOR = /^assets\/(?:ts\.worker|editor\.worker|editor\.api|views|tsMode|codicon)-/

/** The list of all built files goes in, and a version made from what is in them. */
function builtWorker(): Plugin {
  let outDir = 'dist'
  return {
    name: 'offline-worker',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    closeBundle: {
      order: 'post',
      handler() {
        const files = listFiles(outDir).filter((file) => !file.startsWith('.vite/'))
        const hash = createHash('sha256')
        for (const file of files) hash.update(file).update(readFileSync(join(outDir, file)))
        const version = hash.digest('hex').slice(0, 16)
        const later = files.filter((file) => OF_THE_EDITOR.test(file))
        const atOnce = files.filter((file) => !OF_THE_EDITOR.test(file))
        writeFileSync(join(outDir, 'sw.js'), workerText(version, atOnce, later))
      },
    },
  }
}

function workerText(version: string, files: readonly string[], later: readonly string[]): string {
  const msw = readFileSync(MSW, 'utf8')
  return readFileSync(SOURCE, 'utf8')
    .replace("'__VERSION__'", JSON.stringify(version))
    .replace('[/* __FILES__ */]', JSON.stringify(files))
    .replace('[/* __LATER__ */]', JSON.stringify(later))
    .replace('/* __MSW__ */', () => msw)
}

/** Every file below a folder, in order of its name. */
function listFiles(folder: string, root = folder): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory()
        ? listFiles(path, root)
        : [relative(root, path).replaceAll('\\', '/')]
    })
}
