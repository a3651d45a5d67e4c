import type { ShopInput } from './input.ts'

/** The most requests one load sends. */
export const LOAD_REQUESTS_MAX = 10_000

/** The most requests a load keeps open at once. */
export const LOAD_CONCURRENCY_MAX = 1_000

/** True for whole numbers within the limits, with no more requests at once than there are in all. */
export function isLoadWithinLimits({
  requests,
  concurrency,
}: Pick<Extract<ShopInput, { type: 'load' }>, 'requests' | 'concurrency'>): boolean {
  const areWhole = Number.isInteger(requests) && Number.isInteger(concurrency)
  const most = Math.min(requests, LOAD_CONCURRENCY_MAX)
  return areWhole && requests <= LOAD_REQUESTS_MAX && concurrency >= 1 && concurrency <= most
}
