import type { LearnerSource } from '#adapters'
import { atSeconds } from '#engine'
import { findScenario, type ShopNode } from '#scenarios'

/** Runs beside each attack: what it says must come out as if it were alone. */
const HONEST = `
import amqp from 'amqplib'
import { database } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('honest')
for (let order: number = 1; order <= 3; order++) {
  channel.sendToQueue('honest', Buffer.from(JSON.stringify({ order })))
  await channel.waitForConfirms()
  await new Promise((resolve) => setTimeout(resolve, 100))
  console.log('honest', order, new Date().toISOString())
}
console.log('rows', await database.newOrders())
await connection.close()
`

/** A small shop: three orders, an honest worker, and one that plays the attack. */
export function attackedShop(): LearnerSource {
  const shop = findScenario('two-workers')
  if (shop === null) throw new Error('Failed to find the shop of two workers.')
  const names: Readonly<Record<string, string>> = { 'worker-1': 'honest', 'worker-2': 'attack' }
  const changed = (node: ShopNode): ShopNode =>
    node.kind === 'customers'
      ? { ...node, ordersMax: 0 }
      : { ...node, id: names[node.id] ?? node.id }
  return {
    definition: { ...shop, nodes: shop.nodes.map(changed) },
    seed: 1,
    inputs: [{ at: atSeconds(0), input: { type: 'place-orders', count: 3 } }],
    files: { 'honest.ts': HONEST },
    players: { honest: 'honest.ts', attack: 'attack.ts' },
  }
}
