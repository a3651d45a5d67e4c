import { http, HttpResponse, type RequestHandler } from 'msw'
import type { OrderRecord } from '#scenarios'
import type { ShopApiPort } from '#sandbox'
import { readBody } from './read-body.ts'
import { describeRefusal } from './refusals.ts'

/** Where the mail provider listens for code that runs in the shop; `/api/mail` is the same. */
export const MAIL_ADDRESS = 'https://mail.example/send'

/** How many orders one answer lists, the latest ones. */
const ORDERS_MAX = 1_000

/**
 * The shop's HTTP API as handlers of Mock Service Worker.
 *
 * @param roots the addresses below which `/api/…` is the shop's, without a slash at the end.
 */
export function createShopHandlers(
  port: ShopApiPort,
  roots: readonly string[],
): readonly RequestHandler[] {
  const ofShop = roots.flatMap((root) => shopHandlers(port, `${root}/api`))
  return [...ofShop, mailHandler(port, MAIL_ADDRESS)]
}

function shopHandlers(port: ShopApiPort, api: string): readonly RequestHandler[] {
  return [
    http.get(`${api}/menu`, () => HttpResponse.json(port.menu())),
    http.get(`${api}/orders`, async () => {
      const orders = await port.orders()
      if (orders === null) return fail(503, describeRefusal('no-shop'))
      return HttpResponse.json({ total: orders.length, orders: orders.slice(-ORDERS_MAX) })
    }),
    http.get<{ id: string }>(`${api}/orders/:id`, async ({ params: { id } }) => {
      const orders = await port.orders()
      if (orders === null) return fail(503, describeRefusal('no-shop'))
      return orderAnswer(orders, id)
    }),
    http.post(`${api}/orders`, async ({ request }) => {
      const body = await readBody(request, {})
      if (!body.ok) return fail(body.status, body.error)
      const placed = await port.placeOrder()
      if (!placed.ok) return fail(statusOf(placed.reason), describeRefusal(placed.reason))
      const headers = { Location: `${api}/orders/${placed.order.order}` }
      return HttpResponse.json(placed.order, { status: 201, headers })
    }),
    mailHandler(port, `${api}/mail`),
    http.all(`${api}/*`, ({ request }) => {
      const asked = `${request.method} ${new URL(request.url).pathname.slice(0, 100)}`
      const known = 'GET menu, GET orders, GET orders/1, POST orders, POST mail'
      return fail(404, `The shop’s API has no ${asked}: it has ${known}.`)
    }),
  ]
}

function orderAnswer(orders: readonly OrderRecord[], id: string): Response {
  const found = orders.find(({ order }) => String(order) === id)
  if (found !== undefined) return HttpResponse.json(found)
  const known =
    orders.length === 0 ? 'nobody has ordered yet' : `the orders are 1 to ${orders.length}`
  return fail(404, `There is no order ${id.slice(0, 40)} at this instant: ${known}.`)
}

function mailHandler(port: ShopApiPort, address: string): RequestHandler {
  return http.post(address, async ({ request }) => {
    const body = await readBody(request, { order: '1' })
    if (!body.ok) return fail(body.status, body.error)
    const { order } = body.fields
    if (typeof order !== 'number' || !Number.isSafeInteger(order) || order < 1) {
      return fail(400, 'An e-mail names its order by a whole number: send { "order": 1 }.')
    }
    switch (await port.sendMail(order)) {
      case 'sent':
        return HttpResponse.json({ order, sent: true })
      case 'refused':
        return fail(503, 'The mail provider refused the e-mail: try again.')
      case 'down':
        // It never answers: what its caller sees is its own timeout.
        return HttpResponse.error()
      default:
        return fail(404, 'This shop has no mail provider: add one.')
    }
  })
}

function statusOf(reason: string): number {
  if (reason === 'run-ended' || reason === 'taken-back') return 409
  return reason === 'no-answer' ? 504 : 503
}

function fail(status: number, error: string): Response {
  return HttpResponse.json({ error }, { status })
}
