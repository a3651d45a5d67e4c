import { attacks } from './attack.ts'

/** What the browser keeps for the page. */
export const storage = attacks({
  localStorage: `localStorage.setItem('attack', 'x')`,
  sessionStorage: `globalThis.sessionStorage.setItem('attack', 'x')`,
  cookie: `document.cookie = 'attack=x'`,
  cookieStore: `await cookieStore.set('attack', 'x')`,
  IndexedDB: `indexedDB.open('attack', 1)`,
  'IndexedDB thrown away': `for (const { name } of await globalThis.indexedDB.databases()) globalThis.indexedDB.deleteDatabase(name)`,
  'Cache Storage': `await (await caches.open('attack')).put('/', new Response('x'))`,
  'Cache Storage thrown away': `for (const key of await globalThis.caches.keys()) await globalThis.caches.delete(key)`,
  'private files': `await (await navigator.storage.getDirectory()).getFileHandle('attack', { create: true })`,
  locks: `await navigator.locks.request('attack', { steal: true }, () => new Promise(() => {}))`,
  permissions: `await navigator.permissions.query({ name: 'clipboard-write' })`,
})

/** The page, its frames, and what it hears. */
export const page = attacks({
  document: `document.body.innerHTML = 'attack'`,
  window: `window.document.title = 'attack'`,
  parent: `parent.document.title = 'attack'`,
  'message to the parent': `parent.postMessage({ type: 'report' }, '*')`,
  'message to the top': `globalThis.top.postMessage('attack', '*')`,
  navigation: `location.href = 'OUTSIDE/navigation'`,
  'navigation by assign': `globalThis.location.assign('OUTSIDE/assign')`,
  'a script address': `self.location = 'javascript:parent.name = 1'`,
  'a window': `open('OUTSIDE/open')`,
  'a window of the client': `await self.clients.openWindow('OUTSIDE/clients')`,
  BroadcastChannel: `new BroadcastChannel('attack').postMessage('x')`,
  'service worker': `await navigator.serviceWorker.register('/sw.js')`,
  'service worker thrown away': `for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()`,
  notification: `new Notification('attack')`,
  alert: `alert('attack')`,
  'canvas off screen': `new OffscreenCanvas(16, 16).getContext('2d').fillRect(0, 0, 1, 1)`,
  'the name of the worker': `self.name = 'attack'; globalThis.close()`,
})

/** Code that makes code. */
export const code = attacks({
  eval: `eval('globalThis.fetch("OUTSIDE/eval")')`,
  'eval from outside': `(0, globalThis.eval)('fetch("OUTSIDE/eval-2")')`,
  Function: `new Function('return fetch("OUTSIDE/function")')()`,
  'Function of a function': `(() => {}).constructor('return fetch("OUTSIDE/constructor")')()`,
  'Function of an async function': `await (async () => {}).constructor('return fetch("OUTSIDE/async")')()`,
  'Function of a generator': `(function* () {}).constructor('yield fetch("OUTSIDE/generator")')().next()`,
  'a timer of text': `setTimeout('fetch("OUTSIDE/timer")', 1)`,
  'a real timer of text': `globalThis.setTimeout('fetch("OUTSIDE/timer-2")', 1)`,
  'import of a blob': `await import(URL.createObjectURL(new Blob(['fetch("OUTSIDE/blob")'], { type: 'text/javascript' })))`,
  'importScripts of a blob': `importScripts(URL.createObjectURL(new Blob(['fetch("OUTSIDE/blob-2")'])))`,
  'a worker of a blob': `new Worker(URL.createObjectURL(new Blob(['fetch("OUTSIDE/nested")'], { type: 'text/javascript' })))`,
  'a worker of data': `new Worker('data:text/javascript,fetch("OUTSIDE/data-worker")')`,
  'a bomb of workers': `for (let i = 0; i < 1e4; i++) new globalThis.Worker(URL.createObjectURL(new Blob(['for (;;);'])))`,
  WebAssembly: `await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))`,
  'WebAssembly memory': `new WebAssembly.Memory({ initial: 65536 })`,
  ShadowRealm: `new ShadowRealm().evaluate('fetch("OUTSIDE/realm")')`,
  'shared memory': `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`,
})
