// The shop's HTTP API, as fetch in your files reaches it.

import { menu, orderAttributes } from './order-attributes.js'

/** How many orders one answer lists, the latest ones. */
const ORDERS_MAX = 1_000

export function createApi(shop, sendMail) {
  const { nodes, clock, ledger, settings } = shop
  const hasMail = [...nodes.values()].some(({ kind }) => kind === 'mail')

  function ask({ method, path, body, queue }, answer) {
    const fail = (status, error) => answer({ status, body: { error } })
    const [, order] = /^\/api\/orders\/([^/]+)$/.exec(path) ?? []
    if (method === 'GET' && path === '/api/menu') answer({ status: 200, body: menu })
    else if (method === 'GET' && path === '/api/orders') {
      const orders = [...ledger.orders.keys()].map(recordOf)
      answer({ status: 200, body: { total: orders.length, orders: orders.slice(-ORDERS_MAX) } })
    } else if (method === 'GET' && order !== undefined) {
      const number = [...ledger.orders.keys()].find((known) => String(known) === order)
      if (number !== undefined) answer({ status: 200, body: recordOf(number) })
      else fail(404, `There is no order ${order.slice(0, 40)} at this instant.`)
    } else if (method === 'POST' && path === '/api/orders') placeOrder(answer)
    else if (method === 'POST' && path === '/api/mail') mailOrder(body, queue, answer)
    else {
      const known = 'GET menu, GET orders, GET orders/1, POST orders, POST mail'
      fail(404, `The shop’s API has no ${method} ${path.slice(0, 100)}: it has ${known}.`)
    }
  }

  function placeOrder(answer) {
    const order = ledger.orders.size + 1
    shop.customers.placeOrder(({ isRefused }) => {
      if (isRefused) answer({ status: 503, body: { error: 'The shop refused the order.' } })
      else answer({ status: 201, body: recordOf(order), location: `/api/orders/${order}` })
    })
  }

  function mailOrder(body, queue, answer) {
    const order = orderIn(body)
    if (order === null) {
      const error = 'An e-mail names its order by a whole number: send { "order": 1 }.'
      answer({ status: 400, body: { error } })
      return
    }
    if (!hasMail) {
      answer({ status: 404, body: { error: 'This shop has no mail provider: add one.' } })
      return
    }
    sendMail(order, queue, (outcome) => {
      if (outcome === 'sent') answer({ status: 200, body: { order, sent: true } })
      else if (outcome === 'mail-down') {
        answer({ status: 0, body: { error: 'The mail provider did not answer within 30 s.' } })
      } else {
        const error = 'The mail provider refused the e-mail: try again.'
        answer({ status: 503, body: { error } })
      }
    })
  }

  function recordOf(order) {
    const account = ledger.orders.get(order)
    const { emails, placedAtMs } = account
    return { order, state: stateOf(account), emails, placedAtMs, ...orderAttributes(order) }
  }

  return {
    /** The way there and back takes a hop each. */
    ask(request, answer) {
      const { hopMs } = settings
      // To the mail provider the way is in its own time.
      if (request.path === '/api/mail') ask(request, answer)
      else clock.after(hopMs, () => ask(request, (said) => clock.after(hopMs, () => answer(said))))
    },
  }
}

function stateOf({ isDone, isRefused, isStored, emails }) {
  if (isDone) return 'processed'
  if (isRefused) return 'refused'
  if (emails > 0) return 'e-mailed'
  return isStored ? 'stored' : 'placed'
}

function orderIn(body) {
  try {
    const { order } = JSON.parse(body)
    return Number.isSafeInteger(order) && order >= 1 ? order : null
  } catch {
    return null
  }
}
