import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()

onOrder(async (order) => {
  const body = Buffer.from(JSON.stringify(order))
  channel.publish('', 'orders', body, { persistent: true })
  try {
    await channel.waitForConfirms()
  } catch {
    throw new Error('The kitchen is full: please try again later.')
  }
})
