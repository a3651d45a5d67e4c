import { Buffer } from 'node:buffer'
import type { ClientRequest } from '../request-port.ts'

type Headers = readonly (readonly [name: string, value: string])[]

/** What is relative is the shop's. Node itself refuses an address without a host. */
const BASE = 'http://shop/'

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/
const METHODS_IN_CAPITALS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']
const METHODS_REFUSED = ['CONNECT', 'TRACE', 'TRACK']

/**
 * Reads what `fetch` was called with.
 *
 * @throws a TypeError in Node's words where Node does.
 */
export function readRequest(
  address: unknown,
  init: unknown = {},
): { readonly request: ClientRequest; readonly signal: AbortSignal | null } {
  if ((typeof init !== 'object' && typeof init !== 'function') || init === null) {
    throw new TypeError('RequestInit: Expected an object, but got a value of another type.')
  }
  const given = init as Readonly<Record<string, unknown>>
  const url = urlOf(address)
  const method = methodOf(given['method'] ?? 'GET')
  const headers = headersOf(given['headers'] ?? [])
  const body = bodyOf(given['body'] ?? null)
  if (body !== null && (method === 'GET' || method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.')
  }
  return { request: { method, url, headers, body }, signal: signalOf(given['signal'] ?? null) }
}

function urlOf(address: unknown): string {
  const text = String(address)
  const url = parseUrl(text)
  if (url === null) throw new TypeError(`Failed to parse URL from ${text}`)
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(
      `Request cannot be constructed from a URL that includes credentials: ${text}`,
    )
  }
  url.hash = ''
  return url.href
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text, BASE)
  } catch {
    return null
  }
}

function methodOf(given: unknown): string {
  const name = String(given)
  if (!TOKEN.test(name)) throw new TypeError(`'${name}' is not a valid HTTP method.`)
  const capitals = name.toUpperCase()
  if (METHODS_REFUSED.includes(capitals)) {
    throw new TypeError(`'${name}' HTTP method is unsupported.`)
  }
  return METHODS_IN_CAPITALS.includes(capitals) ? capitals : name
}

function headersOf(given: unknown): Headers {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('Headers are an object, or a list of pairs.')
  }
  const pairs: readonly unknown[] =
    Symbol.iterator in given ? [...(given as Iterable<unknown>)] : Object.entries(given)
  return pairs.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError('Headers are an object, or a list of pairs.')
    }
    const [name, value] = pair.map((part) => String(part).trim())
    if (name === undefined || !TOKEN.test(name)) throw new TypeError(`${name} is no header name.`)
    if (value === undefined || !HEADER_VALUE.test(value)) {
      throw new TypeError(`The value of the header ${name} has characters it cannot have.`)
    }
    return [name.toLowerCase(), value]
  })
}

/** Text as it is; bytes as the text they are in UTF-8; anything else is converted, as in Node. */
function bodyOf(given: unknown): string | null {
  if (given === null || typeof given === 'string') return given
  if (given instanceof ArrayBuffer) return Buffer.from(given).toString()
  if (ArrayBuffer.isView(given)) {
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString()
  }
  // Also '[object Object]': a body that was not made a text is a mistake worth seeing.
  // oxlint-disable-next-line typescript/no-base-to-string
  return String(given)
}

function signalOf(given: unknown): AbortSignal | null {
  if (given === null || given instanceof globalThis.AbortSignal) return given
  throw new TypeError('RequestInit: Expected signal to be an instance of AbortSignal.')
}
