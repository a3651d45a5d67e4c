import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

const begun = new Set<number>()

async function turn() {
  for (const order of await database.newOrders()) {
    if (begun.has(order)) continue
    begun.add(order)
    await sendMail(order)
    await database.markDone(order)
  }
}

setInterval(turn, 2000)
