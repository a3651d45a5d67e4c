import type { ShopApiPort } from '#sandbox'
import { ensureWithResolvers } from './promise-with-resolvers.ts'

/** Where the page's API is, and what is behind it. */
export interface ShopApiSettings {
  readonly port: ShopApiPort
  /** The folder the app is served from, ending in a slash. */
  readonly root: string
}

/**
 * Lets the page answer what its service worker asks on behalf of `fetch('/api/…')`. The library and
 * the handlers are loaded here, not with the page. Call it when that worker is in control.
 */
export async function openShopApi({ port, root }: ShopApiSettings): Promise<void> {
  ensureWithResolvers()
  const [{ setupWorker }, { createShopHandlers }] = await Promise.all([
    import('msw/browser'),
    import('./handlers.ts'),
  ])
  const { origin } = location
  const roots = new Set([origin, `${origin}${root}`.replace(/\/$/, '')])
  await forgiveFailedUpdates(root)
  await setupWorker(...createShopHandlers(port, [...roots])).start({
    quiet: true,
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: `${root}sw.js`, options: { scope: root } },
  })
}

/** MSW looks for a newer worker as it starts, and lets the failure of that fall when offline. */
async function forgiveFailedUpdates(root: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(root)
  if (registration === undefined) return
  const update = registration.update.bind(registration)
  registration.update = () => update().catch(() => registration)
}
