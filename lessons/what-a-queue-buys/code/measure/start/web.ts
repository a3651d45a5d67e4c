import { database, onOrder, sendMail } from 'shop'

onOrder(async (order) => {
  await sendMail(order)
  await database.markDone(order)
})
