import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()

onOrder(async (order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  await channel.waitForConfirms()
})
