/**
 * Lets the app work offline from its next visit on. Where the browser has no service workers, or
 * refuses one, the app goes on as it is.
 *
 * @param root the folder the app is served from, ending in a slash.
 */
export function registerOffline(root: string): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.register(`${root}sw.js`, { scope: root }).catch(() => undefined)
}
