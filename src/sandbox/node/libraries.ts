import * as amqplib from 'amqplib'
import * as amqplibCallbacks from 'amqplib/callback_api'
import * as assert from 'node:assert'
import * as buffer from 'node:buffer'
import * as events from 'node:events'
import * as stream from 'node:stream'
import * as util from 'node:util'
import type { ClientWeb, Emitter } from '../library-scope.ts'
import { AbortController, AbortSignal } from './abort.ts'
import * as crypto from './crypto.ts'
import { fetch } from './fetch.ts'
import * as net from './net.ts'
import { process } from './process.ts'
import * as querystring from './querystring.ts'
import { timersPromises } from './timers-promises.ts'
import { timers } from './timers.ts'
import * as tls from './tls.ts'
import * as url from './url.ts'

/** What `import` finds, by its name without `node:`. */
export const modules: Readonly<Record<string, unknown>> = {
  amqplib: commonJs(amqplib),
  'amqplib/callback_api': commonJs(amqplibCallbacks),
  assert: commonJs(assert),
  buffer: commonJs(buffer),
  crypto,
  events: commonJs(events),
  net,
  process,
  querystring,
  stream: commonJs(stream),
  timers,
  'timers/promises': timersPromises,
  tls,
  url,
  util: commonJs(util),
}

/** The one Buffer that amqplib takes. */
export const Buffer: unknown = buffer.Buffer

/** What stands in the scope without an import. */
export const web: ClientWeb = { fetch, AbortController, AbortSignal }

/** Text of values as `console.log` writes it. */
export function format(...values: unknown[]): string {
  if (typeof values[0] === 'string') return util.format(...values)
  // The package is older than Node's rule that a text stands as it is wherever it comes.
  return values.map((one) => (typeof one === 'string' ? one : util.inspect(one))).join(' ')
}

/** Gives an object the methods of an event emitter. */
export function makeEmitter<Target extends object>(target: Target): Target & Emitter {
  return Object.assign(target, bound(new events.EventEmitter()))
}

function bound(emitter: events.EventEmitter): Emitter {
  const names = ['on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners']
  const methods = [...names, 'emit', 'listenerCount', 'listeners', 'setMaxListeners']
  const source = emitter as unknown as Record<string, (...given: unknown[]) => unknown>
  return Object.fromEntries(
    methods.map((name) => [name, (...given: unknown[]) => source[name]?.(...given)]),
  ) as unknown as Emitter
}

/** What `require` would give: client code is told of the package, not of the bundler's wrapper. */
function commonJs(module: object): unknown {
  return 'default' in module ? module.default : module
}
