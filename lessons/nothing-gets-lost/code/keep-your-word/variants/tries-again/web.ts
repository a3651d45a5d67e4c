import amqp from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()

function publish(body: Buffer) {
  return new Promise((resolve, reject) => {
    channel.sendToQueue('orders', body, { persistent: true }, (error, ok) => {
      if (error) reject(error)
      else resolve(ok)
    })
  })
}

onOrder(async (order) => {
  const body = Buffer.from(JSON.stringify(order))
  try {
    await publish(body)
  } catch {
    await wait(4000)
    await publish(body)
  }
})
