import amqp from 'amqplib'
import { onOrder, sendMail } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

onOrder(async (order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  await sendMail(order)
})
