import { setTimeout as sleep } from 'node:timers/promises'
import { database, onOrder, sendMail } from 'shop'

// The row is in the table already; the answer can go.
onOrder(() => {})

async function turn() {
  for (const order of await database.newOrders()) {
    await sendMail(order)
    await database.markDone(order)
  }
}

while (true) {
  await turn()
  await sleep(2000)
}
