import { database, onOrder, sendMail } from 'shop'

onOrder((order) => {
  void sendMail(order).then(() => database.markDone(order))
})
