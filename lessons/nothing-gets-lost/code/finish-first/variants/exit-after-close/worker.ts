import amqp, { type ConsumeMessage } from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { database, sendMail, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(1)

async function handle(message: ConsumeMessage) {
  const order: Order = JSON.parse(message.content.toString())
  await sendMail(order)
  await wait(1500) // Books the courier.
  await database.markDone(order)
  channel.ack(message)
}

let inHand = Promise.resolve()
const { consumerTag } = await channel.consume('orders', (message) => {
  if (message !== null) inHand = handle(message)
})

process.once('SIGTERM', async () => {
  await channel.cancel(consumerTag)
  await inHand
  await channel.close()
  process.exit(0)
})
