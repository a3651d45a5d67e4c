import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

while (true) {
  for (const order of await database.newOrders()) {
    await sendMail(order)
    await database.markDone(order)
  }
}
