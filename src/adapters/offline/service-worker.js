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
  const kept = await cache.match(request, { ignoreSearch: true })
  if (kept !== undefined) return kept
  if (request.mode === 'navigate') {
    // The page's addresses are relative to its folder, so the slash at the end matters.
    const url = new URL(request.url)
    const folder = `${url.pathname}/`
    if ((await cache.match(folder)) !== undefined) {
      return Response.redirect(`${folder}${url.search}${url.hash}`, 302)
    }
  }
  return fetch(request)
}

function addressOf(file) {
  return new URL(file.replace(/(^|\/)index\.html$/, '$1'), self.registration.scope).href
}
