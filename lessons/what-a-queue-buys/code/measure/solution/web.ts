import { onOrder } from 'shop'
import { openChannel } from './broker.ts'

const channel = await openChannel()

onOrder((order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
})
