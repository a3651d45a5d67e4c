import type { Case, Outcome } from './case.ts'
import { DIVERGENCES } from './divergences.ts'
import { differenceOf, toText } from './outcome.ts'

export type Verdict = 'equal' | 'declared' | 'different' | 'not compared'

/** Whether two outcomes are equal, or differ where it is declared that they do. */
export function judge(id: string, real: Outcome | undefined, ours: Outcome | undefined): Verdict {
  if (real === undefined || ours === undefined) return 'not compared'
  if (toText(real) === toText(ours)) return 'equal'
  return DIVERGENCES.some(({ cases }) => cases.includes(id)) ? 'declared' : 'different'
}

export interface Row {
  readonly one: Case
  readonly verdict: Verdict
  readonly real: Outcome | undefined
  readonly ours: Outcome | undefined
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  equal: '=',
  declared: '~',
  different: '≠',
  'not compared': '?',
}

/** The table, every difference with its lines, the declared ones with their reason, the counts. */
export function reportOf(rows: readonly Row[]): string[] {
  const lines = rows.map(
    ({ one, verdict }) =>
      `${SIGNS[verdict]} ${one.id.padEnd(44)} ${one.rules.join(' ').padEnd(24)} ${one.title}`,
  )
  for (const { one, verdict, real, ours } of rows) {
    if (verdict !== 'different' || real === undefined || ours === undefined) continue
    lines.push('', `≠ ${one.id} (${one.rules.join(' ')}): - RabbitMQ, + ours`)
    lines.push(...differenceOf(real, ours))
  }
  const declared = rows.filter(({ verdict }) => verdict === 'declared')
  for (const { rule, cases, reason } of DIVERGENCES) {
    if (!declared.some(({ one }) => cases.includes(one.id))) continue
    lines.push('', `~ ${rule} (${cases.join(', ')}): ${reason}`)
  }
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length
  const missing = count('not compared')
  lines.push(
    '',
    `${rows.length} cases: ${count('equal')} equal, ${count('declared')} declared divergences, ` +
      `${count('different')} different${missing > 0 ? `, ${missing} not compared` : ''}`,
  )
  return lines
}
