import { database, sendMail, type Order } from 'shop'
import { openChannel } from './broker.ts'

const channel = await openChannel()
await channel.prefetch(2)

await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  await sendMail(order)
  await database.markDone(order)
  channel.ack(message)
})
