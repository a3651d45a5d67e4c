import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

async function turn() {
  for (const order of await database.newOrders()) {
    await sendMail(order)
    await database.markDone(order)
  }
}

setInterval(turn, 3000)
