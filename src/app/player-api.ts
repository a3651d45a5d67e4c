import { openShopApi } from '#adapters'
import { createRandom, seedRandom, toMs, type FactId, type Instant } from '#engine'
import {
  drawMail,
  menu,
  orderRecords,
  type MailOutcome,
  type OrderRecord,
  type ShopInput,
} from '#scenarios'
import type { PlacedOrder, ShopApiPort } from '#sandbox'
import type { Player } from '#ui'

/** How often a waiting request looks at the run, in milliseconds: about once a frame. */
const LOOK_EVERY_MS = 16

/** How long a request waits for the shop, in milliseconds of the wall clock. */
const ANSWER_WITHIN_MS = 30_000

/** Opens the shop's HTTP API over what the page's player shows, up to its playhead. */
export async function openPlayerApi(player: Player, root: string): Promise<void> {
  await openShopApi({ port: createPlayerPort(player), root })
}

function createPlayerPort(player: Player): ShopApiPort {
  return {
    menu: () => menu,
    async orders() {
      await settled(player)
      return hasShop(player) ? recordsOf(player) : null
    },
    async placeOrder() {
      await settled(player)
      return hasShop(player) ? placeOrder(player) : { ok: false, reason: 'no-shop' }
    },
    async sendMail(order) {
      await settled(player)
      const drawn = hasShop(player) ? drawMailFor(player, order) : null
      if (drawn === null) return 'no-provider'
      await new Promise((resolve) => setTimeout(resolve, drawn.waitMs))
      return drawn.outcome
    },
  }
}

/** A playhead on its way shows a picture nobody asked for; what was done just now shows in a frame. */
async function settled(player: Player): Promise<void> {
  await nextFrame()
  await until(() => {
    const { status } = player.store.getState()
    return status !== 'loading' && status !== 'seeking'
  })
}

function hasShop(player: Player): boolean {
  const { status } = player.store.getState()
  return status === 'paused' || status === 'playing'
}

/** The orders up to the playhead, or up to so many facts when that is further. */
function recordsOf(player: Player, countMin = 0): readonly OrderRecord[] {
  const { factCount } = player.store.getState()
  return orderRecords(player.trace, Math.max(factCount, countMin), player.source().definition)
}

/** An order, and the fact that it was placed. */
interface PlacedFact {
  readonly order: number
  readonly fact: FactId
}

async function placeOrder(player: Player): Promise<PlacedOrder> {
  const input: ShopInput = { type: 'place-orders', count: 1 }
  player.input(input)
  const index = player.source().inputs.length - 1
  if (!(await until(() => player.isCurrent))) return { ok: false, reason: 'no-answer' }
  const placed = orderOfInput(player, index)
  if (placed !== null) return answerTo(player, placed)
  const isGiven = player.source().inputs[index] !== undefined
  return { ok: false, reason: isGiven ? 'nobody-orders' : 'run-ended' }
}

/** The order that an input placed; null when nothing came of it. */
function orderOfInput(player: Player, index: number): PlacedFact | null {
  const { inputs } = player.source()
  const given = inputs[index]
  if (given === undefined) return null
  const { trace } = player
  const placed: PlacedFact[] = []
  const end = trace.countUntil(given.at)
  for (let id = trace.countUntil((given.at - 1) as Instant) as FactId; id < end; id++) {
    if (trace.kind(id) !== 'shop.order-placed') continue
    // Those of a load come as it goes on, not by an input each.
    const cause = trace.cause(id)
    if (cause !== null && trace.kind(cause) === 'load.sent') continue
    placed.push({ order: trace.number(id, 'order') ?? 0, fact: id })
  }
  // What is done at an instant comes after what happens there; what was done later, after that.
  const later = inputs.slice(index + 1).filter(({ at }) => at === given.at)
  const laterOrders = later.reduce(
    (sum, { input }) => sum + (input.type === 'place-orders' ? input.count : 0),
    0,
  )
  return placed.at(-1 - laterOrders) ?? null
}

/**
 * What the customer is told. While time stands still nobody is told anything: then the order as it
 * was placed is the answer. Of a producer's order nobody waits for one either.
 */
async function answerTo(player: Player, { order, fact }: PlacedFact): Promise<PlacedOrder> {
  const come = await until(() => {
    const isPlaying = player.store.getState().status === 'playing'
    return !isPlaying || wordOn(player, order) !== null
  })
  const word = wordOn(player, order)
  if (word !== null && word !== 'answered') return { ok: false, reason: word }
  if (!come) return { ok: false, reason: 'no-answer' }
  await settled(player)
  if (word === null && isWebDown(player)) return { ok: false, reason: 'web-down' }
  const count = Math.min(fact + 1, player.trace.length)
  const record = recordsOf(player, count).find((one) => one.order === order)
  return record === undefined ? { ok: false, reason: 'taken-back' } : { ok: true, order: record }
}

/** Customers ask a web process that does not run: as things stand, what they get is a refusal. */
function isWebDown(player: Player): boolean {
  const { view } = player.store.getState()
  if (view === null) return false
  const { nodes } = view.definition
  const web = nodes.find(({ kind }) => kind === 'web')
  const hasCustomers = nodes.some(({ kind }) => kind === 'customers')
  return hasCustomers && view.processes.get(web?.id ?? '')?.state !== 'running'
}

/** `answered`, or why it was refused, up to the playhead; null while there is no word on it. */
function wordOn(player: Player, order: number): string | null {
  const { trace } = player
  for (let id = player.store.getState().factCount - 1; id >= 0; id--) {
    const fact = id as FactId
    switch (trace.kind(fact)) {
      case 'shop.order-refused':
        if (trace.number(fact, 'order') === order) return trace.text(fact, 'reason')
        break
      case 'shop.order-answered':
        if (trace.number(fact, 'order') === order) return 'answered'
        break
      case 'net.sent':
        if (trace.number(fact, 'order') === order && isFromProducer(player, fact)) return 'answered'
        break
      case 'shop.order-placed':
        if (trace.number(fact, 'order') === order) return null
        break
      default:
    }
  }
  return null
}

function isFromProducer(player: Player, fact: FactId): boolean {
  const from = player.trace.text(fact, 'from')
  const nodes = player.store.getState().view?.definition.nodes ?? []
  return nodes.some(({ id, kind }) => id === from && kind === 'producer')
}

/** The same e-mail at the same playhead comes out the same. */
function drawMailFor(
  player: Player,
  order: number,
): { readonly outcome: MailOutcome; readonly waitMs: number } | null {
  const { view, playhead } = player.store.getState()
  const mail = view?.definition.nodes.find((node) => node.kind === 'mail')
  if (mail === undefined) return null
  const { seed } = player.source()
  const luckOf = (what: string) =>
    createRandom(seedRandom(seed, `api-mail-${what}:${order}:${playhead}`))
  const luck = { latency: luckOf('latency'), failure: luckOf('failure') }
  const { outcome, wait } = drawMail(mail, luck)
  return { outcome, waitMs: toMs(wait) }
}

/** A page that nobody sees has no frames. */
async function nextFrame(): Promise<void> {
  await new Promise((resolve) => {
    requestAnimationFrame(resolve)
    setTimeout(resolve, 100)
  })
}

/** Waits for something to be true, within the time a request has; false when it did not come. */
async function until(isTrue: () => boolean): Promise<boolean> {
  const end = performance.now() + ANSWER_WITHIN_MS
  while (!isTrue()) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return true
}
