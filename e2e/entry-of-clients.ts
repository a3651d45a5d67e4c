import { readFileSync } from 'node:fs'

/** Where the build put the entry that runs learners' code. */
export function entryOfClients(): string {
  const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Record<
    string,
    { readonly file: string }
  >
  const entry = manifest['src/app/run-clients.ts']
  if (entry === undefined) throw new Error('Failed to find the entry of client code in the build.')
  return `/${entry.file}`
}
