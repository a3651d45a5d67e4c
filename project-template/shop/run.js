// Plays the shop around your files, against a real RabbitMQ: `npm start`.
//
// shop.json says what there is. The broker gets its exchanges and queues (broker.js), each of your
// files runs in a process of its own (players.js), customers order (customers.js), the web process
// gets their requests (requests.js), the mail provider and the table of orders answer (services.js).
// When nothing more happens, the ledger (ledger.js) says how the orders came out.

import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { connectToBroker } from './broker.js'
import { createClock } from './clock.js'
import { createCustomers } from './customers.js'
import { createLedger } from './ledger.js'
import { createPlayers } from './players.js'
import { createRequests } from './requests.js'
import { createServices } from './services.js'

/** So long nothing has to happen before the shop closes, milliseconds. */
const QUIET_MS = 2_000
/** So long processes have to get ready before time begins, milliseconds. */
const READY_MS = 5_000
const SETTLE_MS = 300

const isJson = process.argv.includes('--json')
const settings = JSON.parse(readFileSync(new URL('shop.json', import.meta.url), 'utf8'))
const nodes = new Map(settings.nodes.map((node) => [node.id, node]))

// With --json the one line on the standard output is the ledger.
const clock = createClock(isJson ? console.error : console.log)
const ledger = createLedger()
const broker = await connectToBroker(settings).catch(giveUp)
const shop = { settings, nodes, clock, ledger, broker }
shop.services = createServices(shop)
shop.requests = createRequests(shop)
shop.customers = createCustomers(shop)
shop.players = createPlayers(shop)

await broker.declareShop()
shop.players.startAll()
await until(() => shop.players.areReady, READY_MS)
await wait(SETTLE_MS)

clock.begin()
shop.customers.begin()
for (const { at, input } of settings.inputs) clock.after(at * 1_000, () => take(input))

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const how = await untilTheEnd()
clock.end()
const { carried } = shop.players
await shop.players.stopAll()
for (const order of await broker.takeAll()) carried.add(order)
await broker.close()
print(ledger.outcome(carried), how)

/** Does what somebody does to the shop. */
function take(input) {
  switch (input.type) {
    case 'place-orders':
      for (let count = 0; count < input.count; count++) shop.customers.placeOrder()
      return
    case 'load':
      shop.customers.load(input.requests, input.concurrency)
      return
    case 'signal':
      shop.players.signal(input.process, input.signal)
      return
    case 'start':
      shop.players.start(input.process)
      return
    case 'configure':
      nodes.get(input.node)[input.field] = input.value
      clock.say(input.node, `${input.field} is ${JSON.stringify(input.value)} now`)
      if (nodes.get(input.node).kind === 'customers') shop.customers.begin()
      return
    default:
      throw new Error(`The project cannot do this to the shop: ${input.type}.`)
  }
}

async function untilTheEnd() {
  while (!stop.signal.aborted) {
    if (clock.now >= settings.seconds * 1_000) return `${settings.seconds} s are over`
    if (await isQuiet()) return 'nothing more happens'
    await wait(100)
  }
  return 'you stopped it'
}

/** Nothing is planned, nothing has happened for a while, and nothing waits for its time. */
async function isQuiet() {
  if (clock.planned > 0 || clock.quietFor < QUIET_MS) return false
  const ttl = await broker.longestWait()
  if (ttl > 0 && clock.quietFor < QUIET_MS + ttl) return false
  const before = clock.quietFor
  return (await shop.players.timers()) === 0 && clock.quietFor >= before
}

async function until(holds, latestMs) {
  const latest = Date.now() + latestMs
  while (!holds() && Date.now() < latest) await wait(20)
}

function print(outcome, why) {
  if (isJson) {
    console.log(JSON.stringify(outcome))
    return
  }
  console.log(`\nThe ledger, because ${why}:`)
  console.table(outcome)
}

function giveUp(error) {
  console.error(error.message)
  process.exit(1)
}
