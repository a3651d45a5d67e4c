import amqp from 'amqplib'
import type { Order } from 'shop'
import { handle } from './handle.ts'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.prefetch(1)

await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  try {
    await handle(order)
    channel.ack(message)
  } catch (error) {
    console.error(error)
    const rounds = message.properties.headers?.['x-death']?.[0]?.count ?? 0
    if (rounds < 2) {
      channel.nack(message, false, false)
      return
    }
    channel.ack(message)
  }
})
