import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertExchange('orders', 'topic', { durable: true })

onOrder((order) => {
  const key = `order.${order.city}.${order.speed}`
  channel.publish('orders', key, Buffer.from(JSON.stringify(order)), { persistent: true })
})
