import { expect, it } from 'vitest'
import { loadReports } from '#scenarios'
import { runExercise, WEB } from './exercise-runs.ts'

/** A web process that sends the e-mail before it answers. */
const MAILS = `
import { onOrder, sendMail } from 'shop'

onOrder(async (order) => {
  await sendMail(order)
})
`

/** A web process that gives up on every third order. */
const FAILS = `
import { onOrder } from 'shop'

onOrder((order) => {
  if (order.order % 3 === 0) throw new Error('no')
})
`

async function reportOf(web: string) {
  const { trace } = await runExercise({
    files: { 'web.ts': web },
    orders: 0,
    inputs: [[1, { type: 'load', requests: 12, concurrency: 4 }]],
  })
  const [report] = loadReports(trace, trace.length)
  expect(report?.finished).not.toBeNull()
  return report
}

it('[X-17] the answer of a handler ends a request of a load, and the next one is sent', async () => {
  const [slow, quick] = [await reportOf(MAILS), await reportOf(WEB)]
  for (const report of [slow, quick]) {
    expect(report).toMatchObject({ sent: 12, completed: 12, failed: 0 })
  }
  expect(slow?.times?.mean ?? 0).toBeGreaterThan(10 * (quick?.times?.mean ?? Infinity))
})

it('[X-17] an error in a handler is a failed request of a load', async () => {
  expect(await reportOf(FAILS)).toMatchObject({ sent: 12, completed: 8, failed: 4 })
})
