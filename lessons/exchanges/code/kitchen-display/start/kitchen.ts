import amqp from 'amqplib'
import type { Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()

await channel.consume('mailing', (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  console.log(`EXPRESS ${order.order}: ${order.dish}, ${order.city}`)
  channel.ack(message)
})
