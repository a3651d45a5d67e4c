import type { Order } from 'shop'

/** Draws the courier's map: 0.7 s of computing, played by a loop that looks at the clock. */
export function drawMap(order: Order): string {
  const end = Date.now() + 700
  while (Date.now() < end) {}
  return `map of ${order.city} for order ${order.order}`
}
