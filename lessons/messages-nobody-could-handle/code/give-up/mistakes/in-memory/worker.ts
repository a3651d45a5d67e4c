import amqp from 'amqplib'
import type { Order } from 'shop'
import { handle } from './handle.ts'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.prefetch(1)

const tries = new Map<number, number>()

await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  try {
    await handle(order)
    channel.ack(message)
  } catch (error) {
    console.error(error)
    const count = (tries.get(order.order) ?? 0) + 1
    tries.set(order.order, count)
    if (count < 3) {
      channel.nack(message, false, false)
      return
    }
    channel.sendToQueue('dead', message.content, { persistent: true })
    channel.ack(message)
  }
})
