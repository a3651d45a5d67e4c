// What `import { onOrder, sendMail, database } from 'shop'` gives your file. The shop itself (its
// customers, its mail provider, its table of orders) is in another process: run.js.

import { ask, hold, hears, tell } from './line.js'
import { orderAttributes } from './order-attributes.js'

let handler = null

export function onOrder(handle) {
  if (process.env.SHOP_ROLE === 'worker') {
    throw new Error('Failed to handle orders: only a web process is asked by customers.')
  }
  if (typeof handle !== 'function') throw new TypeError('onOrder takes a function.')
  if (handler === null) {
    // A process that handles orders does not end by itself.
    hold()
    hears('order', ({ order }) => void answer(order))
    tell({ type: 'handles' })
  }
  handler = handle
}

export function sendMail(order) {
  return ask('mail', { order: numberOf(order) })
}

export const database = {
  newOrders: () => ask('new-orders', {}),
  isDone: (order) => ask('is-done', { order: numberOf(order) }),
  markDone: (order) => ask('mark-done', { order: numberOf(order) }),
}

/** The customer has the answer when the handler's promise settles: an error when it is rejected. */
async function answer(order) {
  try {
    await handler({ order, ...orderAttributes(order) })
    tell({ type: 'answered', order, isRefused: false })
  } catch (error) {
    console.error(error)
    tell({ type: 'answered', order, isRefused: true })
  }
}

function numberOf(order) {
  const number = typeof order === 'object' && order !== null ? order.order : order
  if (Number.isSafeInteger(number)) return number
  throw new TypeError(
    `An order is its number, or an object with it in 'order'. Received ${String(order)}.`,
  )
}
