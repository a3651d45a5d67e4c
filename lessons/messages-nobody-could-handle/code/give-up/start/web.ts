import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()

onOrder((order) => {
  // The new app forgets the city in every third order.
  const body = order.order % 3 === 0 ? { ...order, city: undefined } : order
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(body)), { persistent: true })
})
