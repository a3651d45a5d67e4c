import { hardenIntrinsics } from './harden-intrinsics.ts'

/**
 * What is left of the worker's globals: the language, and what knows nothing of the outside. Libraries
 * look for `eval`; the frame's policy refuses it.
 */
const LANGUAGE = `
  Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date
  Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError
  URIError SuppressedError globalThis JSON Math Intl ArrayBuffer Int8Array Uint8Array
  Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array
  Float64Array BigInt64Array BigUint64Array DataView BigInt Map Set WeakMap WeakSet Iterator Proxy
  Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite
  isNaN
`
const WEB = `
  self queueMicrotask TextEncoder TextDecoder URL URLSearchParams AbortController AbortSignal Event
  EventTarget DOMException atob btoa structuredClone takeFunction
`
const KEPT = new Set(`${LANGUAGE} ${WEB}`.trim().split(/\s+/))

/** Members of what is kept that reach real time, or make addresses of data. */
const REMOVED_MEMBERS = [
  [URL, 'createObjectURL'],
  [URL, 'revokeObjectURL'],
  [AbortSignal, 'timeout'],
] as const

/**
 * Removes from the worker everything that leads out of it, and freezes what is left, so that code
 * that comes after can neither speak for the harness nor change what the harness stands on. The
 * frame's policy is the wall; this keeps the two sides within it apart.
 */
export function lockDown(): void {
  const hidden = [MessagePort.prototype, MessageEvent.prototype, PromiseRejectionEvent.prototype]
  for (const [owner, name] of REMOVED_MEMBERS) Reflect.deleteProperty(owner, name)
  removeGlobals()
  hardenIntrinsics([...[...KEPT].map((name) => Reflect.get(self, name) as unknown), ...hidden])
  Object.preventExtensions(self)
}

function removeGlobals(): void {
  for (let owner: object = self; isScopeOf(owner); owner = Object.getPrototypeOf(owner) as object) {
    for (const key of Reflect.ownKeys(owner)) {
      if (typeof key === 'string' && KEPT.has(key)) pin(owner, key)
      else if (key !== 'constructor' && typeof key === 'string') Reflect.deleteProperty(owner, key)
    }
  }
}

/** The prototypes of the worker's scope itself; EventTarget above them is everybody's. */
function isScopeOf(owner: object): boolean {
  return owner === self || owner !== EventTarget.prototype
}

function pin(owner: object, key: string): void {
  const value: unknown = Reflect.get(self, key)
  Reflect.defineProperty(owner, key, { value, writable: false, configurable: false })
}
