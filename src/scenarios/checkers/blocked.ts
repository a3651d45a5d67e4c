import type { FactId, Trace } from '#engine'

/** While a connection is blocked, nothing it sends takes effect. */
export function checkBlocked(trace: Trace): readonly string[] {
  const violations: string[] = []
  const blocked = new Set<string>()
  for (let index = 0; index < trace.length; index++) {
    const id = index as FactId
    switch (trace.kind(id)) {
      case 'amqp.connection-blocked':
        blocked.add(trace.text(id, 'connection') ?? '')
        break
      case 'amqp.connection-unblocked':
      case 'amqp.connection-closed':
        blocked.delete(trace.text(id, 'connection') ?? '')
        break
      case 'amqp.message-published':
      case 'amqp.message-acked': {
        const connection = trace.text(id, 'connection') ?? ''
        if (blocked.has(connection)) violations.push(`fact ${id}: ${connection} is blocked`)
        break
      }
      default:
    }
  }
  return violations
}
