/** One line of the benchmark: what was measured, how fast, and as a ratio to the same run's baseline. */
export interface Row {
  readonly name: string
  readonly perSecond: number
  readonly ratio: number
  readonly note: string
}

/** The middle of `runs` measurements: one slow run on a busy machine does not count. */
export function median(runs: number, measure: () => number): number {
  return middle(Array.from({ length: runs }, measure))
}

/** The value that as many are below as above. */
export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Rows as aligned text. */
export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.name.length)) + 2
  const lines = rows.map(
    ({ name, perSecond, ratio, note }) =>
      `${name.padEnd(width)}${Math.round(perSecond).toLocaleString('en').padStart(12)} /s` +
      `${ratio.toFixed(3).padStart(8)} × baseline   ${note}`,
  )
  return lines.join('\n')
}
