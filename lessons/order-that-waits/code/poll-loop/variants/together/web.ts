import { setTimeout as sleep } from 'node:timers/promises'
import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

async function handle(order: number) {
  await sendMail(order)
  await database.markDone(order)
}

while (true) {
  const orders = await database.newOrders()
  await Promise.all(orders.map(handle))
  await sleep(2000)
}
