import { toMs, type Duration } from '#engine'
import type { Ledger, LedgerRow, WaitSummary } from './view/ledger-view.ts'

/** How many orders of a kind are named in a summary before the rest is only counted. */
const NAMED_MAX = 20

/** The ledger as text for a terminal: one line a figure, times in milliseconds. */
export function formatLedger(ledger: Ledger): string {
  const lines = [
    row('placed', ledger.placed),
    row('processed', ledger.processed),
    row('e-mailed', ledger.emailed),
    row('refused', ledger.refused),
    row('open', ledger.open),
    named('lost', ledger.lost),
    named('done twice', ledger.doneTwice),
    named('out of order', ledger.outOfOrder),
    named('returned', ledger.returned),
    named('dead-lettered', ledger.deadLettered),
    named('dropped', ledger.dropped),
    named('queue refused', ledger.queueRefused),
    named('stale', ledger.stale),
    ...waitLines('wait', ledger.wait),
    ...waitLines('answer', ledger.answer),
  ]
  return lines.join('\n')
}

function row(label: string, value: number | string): string {
  return `${label.padEnd(16)}${value}`
}

function named(label: string, rows: readonly LedgerRow[]): string {
  if (rows.length === 0) return row(label, 0)
  const names = rows.slice(0, NAMED_MAX).map((entry) => entry.order)
  const rest = rows.length > NAMED_MAX ? ', …' : ''
  return row(label, `${rows.length} (${names.join(', ')}${rest})`)
}

function waitLines(label: string, summary: WaitSummary | null): readonly string[] {
  if (summary === null) return [row(label, 'none')]
  const { mean, p50, p95, max } = summary
  return [
    row(`${label} mean ms`, milliseconds(mean)),
    row(`${label} p50 ms`, milliseconds(p50)),
    row(`${label} p95 ms`, milliseconds(p95)),
    row(`${label} max ms`, milliseconds(max)),
  ]
}

function milliseconds(time: Duration): string {
  return toMs(time).toFixed(3)
}
