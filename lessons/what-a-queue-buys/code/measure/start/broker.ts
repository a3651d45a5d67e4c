import amqp from 'amqplib'

/** Connects to the broker; web and workers share the queue `orders`. */
export async function openChannel() {
  const connection = await amqp.connect('amqp://localhost')
  const channel = await connection.createChannel()
  await channel.assertQueue('orders', { durable: true })
  return channel
}
