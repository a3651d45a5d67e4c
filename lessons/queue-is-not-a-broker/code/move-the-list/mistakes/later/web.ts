import { setTimeout as sleep } from 'node:timers/promises'
import amqp from 'amqplib'
import { onOrder, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

const list: Order[] = []

onOrder((order) => list.push(order))

while (true) {
  const order = list.shift()
  if (order === undefined) {
    await sleep(100)
  } else {
    channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  }
}
