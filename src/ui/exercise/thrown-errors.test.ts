import { expect, it } from 'vitest'
import { runFacts, Trace, type FactId, type Instant } from '#engine'
import { exerciseFacts } from '#sandbox'
import { thrownErrors } from './thrown-errors.ts'

function createTrace() {
  const trace = new Trace({ ...exerciseFacts, ...runFacts })
  const thrown = { process: 'web', pid: 7, file: 'web.ts', line: 3, message: 'Error: no' }
  const throwAt = (at: number, fields: Partial<typeof thrown> = {}) =>
    trace.append(at as Instant, 'sandbox.exception-thrown', { ...thrown, ...fields }, null)
  return { trace, throwAt }
}

it('an exception is told once for a place, with the first instant and how often', () => {
  const { trace, throwAt } = createTrace()
  const first = throwAt(10)
  throwAt(20)
  throwAt(30, { line: 4 })
  expect(thrownErrors(trace).map(({ fact, line, times }) => ({ fact, line, times }))).toEqual([
    { fact: first, line: 3, times: 2 },
    { fact: 2, line: 4, times: 1 },
  ])
})

it('what the broker did because of it is found cause by cause', () => {
  const { trace, throwAt } = createTrace()
  const first = throwAt(10)
  const ended = { process: 'web', pid: 7, how: 'crashed', code: 1, error: 'Error: no' }
  const exit = trace.append(10 as Instant, 'sandbox.process-ended', ended, first)
  const purge = { queue: 'orders', messages: 0 }
  trace.append(11 as Instant, 'amqp.queue-purged', purge, exit)
  const requeued = {
    message: 1,
    queue: 'orders',
    connection: 'c',
    channel: 1,
    deliveryTag: 1,
    reason: 'connection-closed',
    position: 0,
  }
  const names = Object.keys(exerciseFacts['amqp.message-requeued'])
  const fields = Object.fromEntries(
    names.map((name) => [name, requeued[name as keyof typeof requeued] ?? null]),
  )
  const back = trace.append(12 as Instant, 'amqp.message-requeued', fields, exit)
  trace.append(13 as Instant, 'amqp.message-requeued', fields, null)
  expect(thrownErrors(trace)[0]?.consequences).toEqual([back satisfies FactId])
})
