import amqp from 'amqplib'
import { onOrder } from 'shop'
import { drawMap } from './map.ts'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

onOrder((order) => {
  console.log(drawMap(order))
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
})
