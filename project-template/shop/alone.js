// A file that you run alone, as in `npx tsx worker.ts`, has no shop around it. So there is a very
// small one in its own process: an order comes every second, each e-mail takes 100 ms, and the table
// of orders is forgotten at the end.

import { setTimeout as wait } from 'node:timers/promises'

const newOrders = new Set()
const doneOrders = new Set()

/** The process has told something: one that handles orders gets some. */
export function beginAlone({ type, order, isRefused }, listeners) {
  if (type === 'answered') console.log(`order ${order} ${isRefused ? 'refused' : 'answered'}`)
  if (type !== 'handles') return
  let last = 0
  setInterval(() => {
    last++
    newOrders.add(last)
    console.log(`order ${last} placed`)
    listeners.get('order')({ order: last })
  }, 1_000)
}

export async function answerAlone(what, { order }) {
  switch (what) {
    case 'mail':
      await wait(100)
      console.log(`e-mail for order ${order} sent`)
      return undefined
    case 'new-orders':
      return [...newOrders]
    case 'is-done':
      return doneOrders.has(order)
    case 'mark-done': {
      const isChange = !doneOrders.has(order)
      newOrders.delete(order)
      doneOrders.add(order)
      if (isChange) console.log(`order ${order} done`)
      return isChange
    }
    default:
      throw new Error('Alone, a file has no shop to fetch from. Start the shop with npm start.')
  }
}
