import amqp from 'amqplib'
import { database, onOrder, sendMail, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
const { queue } = await channel.assertQueue('', { exclusive: true })
await channel.prefetch(1)

onOrder((order) => {
  channel.sendToQueue(queue, Buffer.from(JSON.stringify(order)), { persistent: true })
})

await channel.consume(queue, async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  await sendMail(order)
  await database.markDone(order)
  channel.ack(message)
})
