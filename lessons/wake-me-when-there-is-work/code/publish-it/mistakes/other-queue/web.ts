import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()

onOrder((order) => {
  channel.sendToQueue('order', Buffer.from(JSON.stringify(order)), { persistent: true })
})
