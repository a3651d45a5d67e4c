/**
 * The path the app is served under, without a slash at its end. The built app does not know it: it
 * is read from where the entry script came from (`<base>/assets/entry.js`).
 */
export function basePath(): string {
  if (import.meta.env.DEV) return ''
  return new URL(/* @vite-ignore */ '..', import.meta.url).pathname.replace(/\/$/, '')
}
