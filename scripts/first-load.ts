import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a lesson page may load of JavaScript and CSS before it is usable, kilobytes gzipped. */
const BUDGET_KB = 250

/** What everybody's browser keeps after the first visit, kilobytes gzipped. */
const OFFLINE_KB = 2_000

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Record<
  string,
  Chunk
>

/** The entry, one language, the lesson page with all it imports; the largest lesson comes on top. */
const roots = ['index.html', 'src/ui/i18n/uk.ts', 'src/ui/lesson/lesson-page.tsx']

function filesOf(key: string, seen: Set<string>): void {
  const chunk = manifest[key]
  if (chunk === undefined) throw new Error(`Failed to measure: the build has no ${key}.`)
  if (seen.has(chunk.file)) return
  seen.add(chunk.file)
  for (const css of chunk.css ?? []) seen.add(css)
  for (const one of chunk.imports ?? []) filesOf(one, seen)
}

const files = new Set<string>()
for (const root of roots) filesOf(root, files)
for (const part of [/^lessons\/.*lesson\.json$/, /^lessons\/.*uk\.md$/]) {
  const sizes = Object.keys(manifest)
    .filter((key) => part.test(key))
    .map((key) => ({ key, size: statSync(join('dist', manifest[key]?.file ?? '')).size }))
  const largest = sizes.toSorted((one, other) => other.size - one.size)[0]
  if (largest !== undefined) filesOf(largest.key, files)
}
const worker = readdirSync('dist/assets').filter((name) => name.startsWith('model.worker'))
for (const name of worker) files.add(`assets/${name}`)

let total = 0
for (const file of [...files].sort()) {
  const size = gzipSync(readFileSync(join('dist', file)), { level: 9 }).length
  total += size
  console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}`)
}
console.log(
  `${(total / 1024).toFixed(1).padStart(8)} KB  first load of a lesson, of ${BUDGET_KB} KB`,
)
const listed = /const FILES = (\[.*\])/.exec(readFileSync('dist/sw.js', 'utf8'))?.[1] ?? '[]'
let kept = 0
for (const file of JSON.parse(listed) as readonly string[]) {
  kept += gzipSync(readFileSync(join('dist', file))).length
}
console.log(
  `${(kept / 1024).toFixed(1).padStart(8)} KB  kept for offline use after the first visit, of ${OFFLINE_KB} KB`,
)
if (kept > OFFLINE_KB * 1024) {
  console.error('Failed to stay within what is kept offline: keep something when it is first used.')
  process.exitCode = 1
}
if (total > BUDGET_KB * 1024) {
  console.error('Failed to stay within the first-load budget: load something later, or not at all.')
  process.exitCode = 1
}
