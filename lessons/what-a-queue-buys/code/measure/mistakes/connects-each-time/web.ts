import { onOrder } from 'shop'
import { openChannel } from './broker.ts'

onOrder(async (order) => {
  const channel = await openChannel()
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
})
