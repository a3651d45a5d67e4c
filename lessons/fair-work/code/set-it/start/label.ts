import type { Order } from 'shop'

/** Draws the label for the box: 600 ms of computing, and the process does nothing else meanwhile. */
export function drawLabel(order: Order): string {
  const end = Date.now() + 600
  let strokes = 0
  while (Date.now() < end) strokes++
  return `${order.order}: ${order.dish}, ${order.city}`
}
