import type { Trace } from '#engine'
import type { Ledger } from '../view/ledger-view.ts'
import { checkBlocked } from './blocked.ts'
import { checkConservation } from './conservation.ts'
import { checkDispatch } from './dispatch.ts'
import { checkOrders } from './orders.ts'
import { checkTime } from './time.ts'

/** Everything the checkers find wrong with a run; empty when it keeps every rule. */
export function checkRun(trace: Trace, ledger: Ledger): readonly string[] {
  return [
    ...checkTime(trace),
    ...checkConservation(trace),
    ...checkDispatch(trace),
    ...checkBlocked(trace),
    ...checkOrders(ledger),
  ]
}
