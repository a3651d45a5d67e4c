import amqp from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { database, sendMail, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })

await channel.prefetch(1)
async function mail(order: Order) {
  if (await database.isDone(order)) return
  await wait(1000)
  await sendMail(order)
  await database.markDone(order)
}
await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  await Promise.all([mail(order), wait(1500)])
  channel.ack(message)
})
