import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.assertExchange('shop', 'direct', { durable: true })
await channel.bindQueue('orders', 'shop', 'created')

onOrder((order) => {
  channel.publish('shop', 'created', Buffer.from(JSON.stringify(order)), { persistent: true })
})
