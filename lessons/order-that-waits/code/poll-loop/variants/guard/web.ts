import { database, onOrder, sendMail } from 'shop'

onOrder(() => {})

let isBusy = false

async function turn() {
  if (isBusy) return
  isBusy = true
  for (const order of await database.newOrders()) {
    await sendMail(order)
    await database.markDone(order)
  }
  isBusy = false
}

setInterval(turn, 2000)
