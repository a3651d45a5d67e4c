import amqp from 'amqplib'
import { onOrder } from 'shop'
import { drawMap } from './map.ts'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

onOrder(async (order) => {
  console.log(await new Promise((resolve) => resolve(drawMap(order))))
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
})
