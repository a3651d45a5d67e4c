import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Writes the built page once for each address it answers to, with relative addresses that fit, so
 * that a plain file server answers every route.
 */
export function staticRoutes(): Plugin {
  let outDir = 'dist'
  return {
    name: 'static-routes',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    closeBundle() {
      const page = readFileSync(join(outDir, 'index.html'), 'utf8')
      for (const route of routes()) {
        const up = '../'.repeat(route.split('/').length)
        const folder = join(outDir, route)
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, 'index.html'), page.replaceAll('"./', `"${up}`))
      }
    },
  }
}

/** Every address with a page of its own, beside the first. */
export function routes(): readonly string[] {
  const lessons = existsSync('lessons')
    ? readdirSync('lessons').filter((name) => existsSync(join('lessons', name, 'lesson.json')))
    : []
  return ['sandbox', ...lessons.flatMap((name) => [`lessons/${name}`, `present/${name}`])]
}
