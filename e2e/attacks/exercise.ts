import { attacks } from './attack.ts'

/** The shop as code reaches it, and what other processes have of it. */
export const shop = attacks({
  'the shop replaced': `const shop = require('shop'); shop.database = { newOrders: async () => [99] }; shop.onOrder = shop.sendMail = () => 'forged'`,
  'the database replaced': `import { database } from 'shop'; database.newOrders = async () => [99]; database.isDone = async () => true; Object.freeze(database)`,
  'the prototype of the shop': `import { database } from 'shop'; Object.setPrototypeOf(Object.getPrototypeOf(database), { newOrders: () => [99] })`,
  'what the shop inherits': `Object.getPrototypeOf(require('shop')).newOrders = async () => [99]`,
  'the functions of the shop': `for (const one of Object.values(require('shop').database)) { one.call = one.apply = () => [99]; Object.setPrototypeOf(one, null) }`,
  'rows that are changed': `const rows = await require('shop').database.newOrders(); rows.length = 0; rows.push(99, 'x', {}); rows.then = () => {}`,
  'rows that are listened to': `const rows = await require('shop').database.newOrders(); Object.defineProperty(rows, 0, { get() { return 99 } }); Object.getPrototypeOf(rows).push = () => 0`,
  'orders of the web process': `import { onOrder } from 'shop'; onOrder(() => { throw new Error('stolen') })`,
  'orders in the name of the web process': `process.title = 'web'; process.pid = 1; process.argv = ['web']; require('shop').onOrder(() => {})`,
  'orders without a this': `const { onOrder } = require('shop'); onOrder.call({ pid: 1, isWeb: true }, () => {})`,
  'an order that is none': `const { sendMail } = require('shop'); for (const one of [null, undefined, {}, '1', NaN, Infinity, [], () => 1, Symbol('1')]) try { sendMail(one) } catch (error) { console.log(error.name) }`,
  'an order that changes': `let asked = 0; require('shop').database.isDone({ get order() { return asked++ === 0 ? 1 : { forged: true } } })`,
  'an order that throws': `require('shop').database.isDone(new Proxy({}, { has() { throw new Error('x') }, getPrototypeOf() { throw 1 } }))`,
  'an order of great number': `const { database } = require('shop'); await database.isDone(Number.MAX_SAFE_INTEGER); await database.isDone(-1)`,
  'an answer that is a thenable': `const { database } = require('shop'); database.newOrders().then = null; Object.defineProperty(database.newOrders(), 'constructor', { value: class { constructor(run) { run(() => {}, () => {}) } } })`,
  'mail that nobody sends': `for (const key of ['sent', 'accepted', 'ok']) require('shop').sendMail[key] = true; console.log('shop.order-emailed', 1)`,
  'the file of somebody else': `const honest = require('./honest'); honest.exports = 'forged'; require.cache = {}; const other = require('./honest.ts'); other.forged = true`,
  'modules by other names': `for (const name of ['__proto__', 'constructor', './__proto__', './constructor', '../honest', './honest/../honest', 'toString', '']) try { require(name) } catch (error) { console.log(error.message.length) }`,
  'a module by an object': `for (const name of [null, {}, { startsWith: () => false, replace: () => '__proto__' }, ['shop']]) try { require(name) } catch (error) { console.log(error.name) }`,
  'the exports of its own': `module.exports = null; exports = new Proxy({}, { get() { throw 1 } }); Object.defineProperty(module, 'exports', { get() { throw 1 } })`,
  'what it was called with': `console.log(arguments.length, this, new Error().stack.length)`,
  'waiting in the name of another': `process.title = 'honest'; process.name = 'honest'; await new Promise(() => {})`,
  'waiting that is made up': `globalThis.waiting = [{ process: 'honest', what: 'main', orders: [1] }]; postMessage({ type: 'report', report: { waiting } })`,
})

/** Errors that lie about where they come from, or do something while they are told. */
export const errors = attacks({
  'a source address': `//# sourceURL=exercise-file/honest.ts\nthrow new Error('x')`,
  'a source address at the end': `throw new Error('x')\n//# sourceURL=exercise-file/honest.ts`,
  'a source map of its own': `throw new Error('x')\n//# sourceMappingURL=data:application/json,{"sources":["honest.ts"],"mappings":"AAAA"}`,
  'a message that names a place': `throw new Error('x\\n    at honest (exercise-file/honest.ts:1:1)')`,
  'a name that names a place': `throw Object.assign(new Error('x'), { name: 'at honest (exercise-file/honest.ts:1:1)' })`,
  'a stack of its own': `throw Object.assign(new Error('x'), { stack: 'at exercise-file/nobody.ts:1:1' })`,
  'a stack far away': `throw Object.assign(new Error('x'), { stack: 'at exercise-file/honest.ts:' + '9'.repeat(400) })`,
  'a stack that throws': `throw Object.defineProperty(new Error('x'), 'stack', { get() { throw new Error('again') } })`,
  'a stack that is no text': `throw Object.defineProperty(new Error('x'), 'stack', { value: { toString: () => 'exercise-file/honest.ts:1' } })`,
  'a message that throws': `throw Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('again') } })`,
  'a message that is none': `throw Object.assign(new Error('x'), { message: { toString: null }, name: Symbol('x') })`,
  'a message without end': `throw new Error('x'.repeat(1e7))`,
  'an error of nobody': `throw new Proxy(new Error('x'), { getPrototypeOf() { throw 1 }, get() { throw 2 } })`,
  'a rejection of nobody': `Promise.reject(new Proxy({}, { getPrototypeOf() { throw 1 }, get() { throw 2 } })); await new Promise(() => {})`,
  'a value that will not be a text': `throw { [Symbol.toPrimitive]() { throw 1 } }`,
  'nothing is thrown': `throw undefined`,
  'a maker of stacks': `Error.prepareStackTrace = () => 'at exercise-file/honest.ts:1:1'; throw new Error('x')`,
  'a limit of stacks': `Error.stackTraceLimit = 0; Object.defineProperty(Error, 'stackTraceLimit', { value: 0 }); throw new Error('x')`,
  'a stack that is captured': `const error = {}; Error.captureStackTrace?.(error); throw Object.setPrototypeOf(error, Error.prototype)`,
  'an exit that is kept': `try { process.exit(3) } catch (exit) { setTimeout(() => { throw exit }, 1); throw exit }`,
  'an exit that is copied': `try { process.exit(3) } catch (exit) { console.log('honest', 1); Promise.reject(new exit.constructor('x')) }`,
})

/** What TypeScript adds to the language, and what is left of it when types are taken away. */
export const typescript = attacks({
  'an enum of prototypes': `enum Forged { __proto__ = 1, constructor = 2, then = 3, toString = 4 } console.log(String(Forged.then))`,
  'an enum of itself': `enum Forged { a = Forged.b, b = Forged['c'], c = (globalThis as any).x = 1 } await (Forged as any)`,
  'an enum that grows': `enum Forged { ${Array.from({ length: 2_000 }, (_, i) => `b${i}`).join(', ')} } console.log(Object.keys(Forged).length)`,
  'a namespace': `namespace forged { export const fetch = globalThis.fetch } fetch('OUTSIDE/namespace')`,
  'types of great depth': `let a: ${'Array<'.repeat(500)}number${'>'.repeat(500)} = 1 as any`,
  'types that look like code': `type Forged = { fetch(): \`OUTSIDE/\${string}\` }; declare const fetch: any; declare global { var stolen: unknown }`,
  'a class that is declared': `declare class Forged { static { fetch('OUTSIDE/static') } } abstract class Real { abstract run(): void; static { globalThis.fetch?.('OUTSIDE/static-2') } }`,
  'names of the compiler': `var _amqplib = { connect: () => 'forged' }; import amqp from 'amqplib'; console.log(typeof amqp); _interopRequireDefault = null`,
  'a file of one line': `const a = [${'1,'.repeat(20_000)}]; console.log(a.length)`,
  'a file of lines': '\n'.repeat(190_000),
})
