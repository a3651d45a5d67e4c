import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

async function turn() {
  const orders = await database.newOrders()
  for (const order of orders) await database.markDone(order)
  for (const order of orders) await sendMail(order)
}

setInterval(turn, 2000)
