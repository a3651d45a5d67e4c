import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE = 'src/adapters/offline/service-worker.js'

/**
 * Writes the service worker that lets the app work offline after the first visit: the list of all
 * built files goes in, and a version made from what is in them.
 */
export function offlineWorker(): Plugin {
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
        const source = readFileSync(SOURCE, 'utf8')
          .replace("'__VERSION__'", JSON.stringify(version))
          .replace('[/* __FILES__ */]', JSON.stringify(files))
        writeFileSync(join(outDir, 'sw.js'), source)
      },
    },
  }
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
