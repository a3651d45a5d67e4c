import type { Ledger } from '../view/ledger-view.ts'

/** Every order is accounted for once: placed = processed + lost + refused + open, none below zero. */
export function checkOrders(ledger: Ledger): readonly string[] {
  const { placed, processed, lost, refused, open } = ledger
  const violations: string[] = []
  if (placed !== processed + lost.length + refused + open) {
    violations.push(`${placed} orders are not ${processed} + ${lost.length} + ${refused} + ${open}`)
  }
  if (open < 0) violations.push(`${open} orders are open`)
  return violations
}
