import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

async function turn() {
  for (const order of await database.newOrders()) {
    await sendMail(order)
    await database.markDone(order)
  }
  setTimeout(turn, 2000)
}

setTimeout(turn, 2000)
