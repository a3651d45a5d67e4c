import { setTimeout as sleep } from 'node:timers/promises'
import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

while (true) {
  for (const order of await database.newOrders()) await sendMail(order)
  await sleep(2000)
}
