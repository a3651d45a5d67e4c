import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()

onOrder(async (order) => {
  const body = Buffer.from(JSON.stringify(order))
  channel.sendToQueue('orders', body, { persistent: true })
  await channel.waitForConfirms()
})
