// The app's one service worker: it keeps the app for offline use, and takes what is asked of the
// shop's API to the page. The build writes the version, the files and MSW's own worker in.
const VERSION = '__VERSION__'
const FILES = [/* __FILES__ */]
/** Kept only once somebody has asked for them: large, and not needed by everybody. */
const LATER = [/* __LATER__ */]
const CACHE = `queue-workshop-${VERSION}`
const ROOT = new URL(self.registration.scope).pathname

/** Loading the API for the first time takes longest; a page that hangs never answers. */
const PAGE_ANSWERS_MS = 20_000

const REFUSALS = {
  'no-page': 'The shop runs in a page of this app, and none answers: open a lesson or the sandbox.',
  updated: 'The app was updated while this page was open: reload the page.',
  failed: 'The shop’s API could not be loaded: reload the page.',
}

/** What MSW's worker listens to; it is asked, instead of listening to everything by itself. */
const msw = new Map()
joinMsw(
  {
    clients: self.clients,
    skipWaiting: () => Promise.resolve(),
    // When the last page closes MSW would remove the worker, and with it the app's offline use.
    registration: { scope: self.registration.scope, unregister: () => Promise.resolve(true) },
  },
  (type, listener) => {
    msw.set(type, listener)
  },
)

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldVersions())
})

self.addEventListener('message', (event) => {
  msw.get('message')(event)
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (isForShop(address)) event.respondWith(askShop(event))
  else if (FILES.length > 0 && request.method === 'GET' && address.origin === location.origin) {
    event.respondWith(answer(request))
  }
})

async function keepAll() {
  const cache = await caches.open(CACHE)
  // A page is kept under its folder's address, the one it is asked for by.
  await cache.addAll(FILES.map((file) => new Request(addressOf(file), { cache: 'reload' })))
  await self.skipWaiting()
}

async function dropOldVersions() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('queue-workshop-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function answer(request) {
  const cache = await caches.open(CACHE)
  // The files are the same whoever asks, whatever a server says about the headers of the request.
  const options = { ignoreSearch: true, ignoreVary: true }
  const kept = await cache.match(request, options)
  if (kept !== undefined) return kept
  if (request.mode === 'navigate') {
    const page = await cache.match(`${new URL(request.url).pathname}/`, options)
    if (page !== undefined) return page
  }
  const response = await fetch(request)
  const isWanted = LATER.some((file) => addressOf(file) === request.url)
  if (isWanted && response.ok) await cache.put(request, response.clone())
  return response
}

function addressOf(file) {
  return new URL(file.replace(/(^|\/)index\.html$/, '$1'), self.registration.scope).href
}

/** Below the app's own folder, and at the root of the host for anything outside of it. */
function isForShop({ origin, pathname }) {
  if (origin !== location.origin) return false
  return pathname.startsWith(pathname.startsWith(ROOT) ? `${ROOT}api/` : '/api/')
}

async function askShop(event) {
  const page = await pageOf(event.clientId)
  const state = page === undefined ? 'no-page' : await openApi(page)
  if (state !== 'open') return Response.json({ error: REFUSALS[state] }, { status: 503 })
  return new Promise((resolve) => {
    const { request, clientId } = event
    msw.get('fetch')({ request, clientId, respondWith: resolve })
  })
}

/** The page that asks, or for a worker or a new tab the one in sight. */
async function pageOf(clientId) {
  const asking = await self.clients.get(clientId)
  if (asking?.type === 'window') return asking
  const pages = await self.clients.matchAll({ type: 'window' })
  return pages.find(({ visibilityState }) => visibilityState === 'visible')
}

/** Has the page load and open the API, and says how that went. */
function openApi(page) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => {
      resolve(data)
    }
    setTimeout(resolve, PAGE_ANSWERS_MS, 'no-page')
    page.postMessage({ type: 'OPEN_SHOP_API' }, [port2])
  })
}

function joinMsw(self, addEventListener) {
  /* __MSW__ */
}
