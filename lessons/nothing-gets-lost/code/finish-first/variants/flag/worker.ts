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

let isWorking = false
let isLeaving = false

async function leave() {
  await channel.close()
  await connection.close()
}

await channel.consume('orders', async (message) => {
  if (message === null || isLeaving) return
  isWorking = true
  await handle(message)
  isWorking = false
  if (isLeaving) await leave()
})

process.on('SIGTERM', () => {
  isLeaving = true
  if (!isWorking) void leave()
})
