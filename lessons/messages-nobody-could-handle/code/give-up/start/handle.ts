import { database, sendMail, type Order } from 'shop'

export async function handle(order: Order): Promise<void> {
  console.log(`Label ${order.order}: ${order.dish}, ${order.city.toUpperCase()}`)
  await sendMail(order)
  await database.markDone(order)
}
