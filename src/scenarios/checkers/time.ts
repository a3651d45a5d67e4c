import type { FactId, Trace } from '#engine'

/** Time never runs backwards, and a fact's cause happened before it. */
export function checkTime(trace: Trace): readonly string[] {
  const violations: string[] = []
  for (let id = 0; id < trace.length; id++) {
    const cause = trace.cause(id as FactId)
    if (cause !== null && cause >= id) violations.push(`fact ${id}: its cause ${cause} is later`)
    if (id > 0 && trace.at(id as FactId) < trace.at((id - 1) as FactId)) {
      violations.push(`fact ${id}: it happened before the fact before it`)
    }
  }
  return violations
}
