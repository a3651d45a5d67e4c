import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

onOrder((order) => {
  // @ts-expect-error the mistake: the content must be bytes.
  channel.sendToQueue('orders', JSON.stringify(order), { persistent: true })
})
