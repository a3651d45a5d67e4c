import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders', { durable: true })

onOrder(async (order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  await channel.waitForConfirms()
})
