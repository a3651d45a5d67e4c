// The offline half of the app. The build writes the version and the list of files in.
const VERSION = '__VERSION__'
const FILES = [/* __FILES__ */]
const CACHE = `queue-workshop-${VERSION}`

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldVersions())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const isOurs = new URL(request.url).origin === self.location.origin
  if (request.method === 'GET' && isOurs) event.respondWith(answer(request))
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
  return fetch(request)
}

function addressOf(file) {
  return new URL(file.replace(/(^|\/)index\.html$/, '$1'), self.registration.scope).href
}
