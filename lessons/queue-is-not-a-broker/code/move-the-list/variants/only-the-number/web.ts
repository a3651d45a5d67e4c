import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()

onOrder(({ order }) => {
  channel.publish('', 'orders', Buffer.from(JSON.stringify({ order })), { deliveryMode: 2 })
})
