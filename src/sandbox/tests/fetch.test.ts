import { describe, expect, it } from 'vitest'
import { respondAsShop } from '../../adapters/shop-api/shop-responder.ts'
import type { Fact } from '#engine'
import type { ShopInput } from '#scenarios'
import { HANDLE, runExercise } from './exercise-runs.ts'
import { createMachine } from './machine.ts'

type Settings = NonNullable<Parameters<typeof runExercise>[0]>

/** Prints what became of each request of a worker, with the milliseconds since its start. */
const SHOW = `
const startedAt = performance.now()
async function show(answer: Promise<any>) {
  const said = await answer.then(
    async (got) => \`\${got.status} \${await got.text()}\`,
    (error) => \`\${error.name}: \${error.message}\`,
  )
  console.log((performance.now() - startedAt).toFixed(2), said)
}
`

/** Runs a worker in a shop where nobody else orders. */
function ask(code: string, more: Settings = {}) {
  const files = { 'worker.ts': `${SHOW}\n${code}` }
  const players = { 'worker-1': 'worker.ts' }
  return runExercise({ respond: respondAsShop, orders: 0, players, files, ...more })
}

const MAIL = `fetch('https://mail.example/send', { method: 'POST', body: '{"order":1}' })`
const ORDER: ShopInput = { type: 'place-orders', count: 1 }

const mailField = (field: string, value: number | boolean | string): ShopInput => ({
  type: 'configure',
  node: 'mail',
  field,
  value,
})

/** Steady mail of 100 ms. */
const STEADY = [
  [0, mailField('spread', 'constant')],
  [0, mailField('latencyMs', 100)],
] as const

function kinds(facts: readonly Fact[]) {
  return facts.map(({ kind, at }) => ({ kind, at }))
}

describe('what fetch reaches', () => {
  it.each(['/api/orders', 'api/orders', 'http://shop/api/orders', 'http://localhost/api/orders'])(
    '[X-23] the shop answers at %s',
    async (address) => {
      const { printed } = await ask(`await show(fetch('${address}'))`)
      expect(printed).toEqual(['0.04 200 {"total":0,"orders":[]}'])
    },
  )

  it.each([
    'https://api.example.com/orders',
    'http://localhost:3000/api/orders',
    'http://shop/',
    'https://mail.example/send',
    'data:text/plain,hello',
  ])('[X-23] nobody answers GET %s, and the cause of the error says so', async (address) => {
    const { printed, of } = await ask(`
      const error = await fetch('${address}').catch((error) => error)
      console.log(error instanceof TypeError, error.message)
      console.log(error.cause.message)
    `)
    expect(printed[0]).toBe('true fetch failed')
    expect(printed[1]).toContain(`Nothing answers GET ${address} in the sandbox: ask`)
    expect(of('sandbox.fetched')[0]?.fields).toMatchObject({ url: address, status: null })
  })

  it('[X-23] a run without a shop has nobody who answers', async () => {
    const machine = createMachine()
    machine.start(async ({ fetch, console: output }) => {
      const get = fetch as typeof globalThis.fetch
      await get('/api/menu').catch((error: unknown) => {
        output.log(error)
      })
    })
    await machine.until(1)
    expect(machine.printed()).toEqual([
      '0 TypeError: fetch failed [cause: Nothing answers at http://shop/api/menu: this run has no HTTP. Use what can be imported.]',
    ])
  })

  it('[X-23] an exercise without the shop’s API has nobody who answers', async () => {
    const files = { 'worker.ts': `${SHOW}\nawait show(fetch('/api/menu'))` }
    const players = { 'worker-1': 'worker.ts' }
    const { printed } = await runExercise({ orders: 0, players, files })
    expect(printed).toEqual(['0.04 TypeError: fetch failed'])
  })

  it.each([
    [`fetch('http://')`, 'Failed to parse URL from http://'],
    [
      `fetch('http://me:secret@shop/api/menu')`,
      'Request cannot be constructed from a URL that includes credentials: http://me:secret@shop/api/menu',
    ],
    [`fetch('/api/menu', { body: '1' })`, 'Request with GET/HEAD method cannot have body.'],
    [`fetch('/api/menu', { method: 'a b' })`, `'a b' is not a valid HTTP method.`],
    [`fetch('/api/menu', { method: 'trace' })`, `'trace' HTTP method is unsupported.`],
    [`fetch('/api/menu', { headers: { 'a b': '1' } })`, 'a b is no header name.'],
    [
      `fetch('/api/menu', { signal: {} as AbortSignal })`,
      'RequestInit: Expected signal to be an instance of AbortSignal.',
    ],
  ])('[X-23] %s rejects at once and reaches nobody', async (call, message) => {
    const { printed, of } = await ask(`await show(${call})`)
    expect(printed).toEqual([`0.00 TypeError: ${message}`])
    expect(of('sandbox.fetched')).toEqual([])
  })

  it('[X-23] a failure nobody catches is told with file, line and cause', async () => {
    const { of } = await ask(`\nawait fetch('https://api.example.com/')`)
    const [thrown] = of('sandbox.exception-thrown')
    expect(thrown?.fields).toMatchObject({ file: 'worker.ts', line: 12 })
    expect(thrown?.fields['message']).toContain('TypeError: fetch failed [cause: Nothing answers')
  })

  it('an answer is read once, and says what a Response says', async () => {
    const { printed } = await ask(`
      const answer = await fetch('/api/menu', { headers: { Accept: 'application/json' } })
      const { dishes } = await answer.json() as { dishes: string[] }
      console.log(answer.ok, answer.status, answer.statusText, answer.url, dishes.length)
      console.log(answer.headers.get('Content-Type'), answer.headers.has('Date'))
      await answer.text().catch((error) => console.log(error.message))
    `)
    expect(printed).toEqual([
      'true 200 OK http://shop/api/menu 3',
      'application/json false',
      'Body is unusable: Body has already been read',
    ])
  })
})

describe('its time', () => {
  it('[X-24] an answer takes a hop each way, caused by what asked for it', async () => {
    const { of, facts } = await ask(`setTimeout(() => fetch('/api/menu'), 1_000)`)
    const [fetched] = of('sandbox.fetched')
    expect(fetched?.at).toBe(1_000_040)
    expect(facts[fetched?.cause ?? 0]?.kind).toBe('sandbox.process-started')
  })

  it('[X-24] what takes time in the shop takes it here, hops included', async () => {
    const { printed, of } = await ask(
      `await new Promise((done) => setTimeout(done, 1_000))
      await show(${MAIL})`,
      { inputs: STEADY },
    )
    expect(printed).toEqual(['1100.04 200 {"order":1,"sent":true}'])
    expect(of('mail.accepted')[0]?.at).toBe(1_000_020)
  })

  it('[X-24] the clock stands still while an answer is computed', async () => {
    const slow: typeof respondAsShop = async (request, port) => {
      await new Promise((done) => setTimeout(done, 20))
      return respondAsShop(request, port)
    }
    const code = `setInterval(() => console.log('tick', performance.now()), 0.5).unref()
      await show(fetch('/api/orders'))`
    const one = await ask(code, { respond: slow })
    const other = await ask(code)
    expect(one.printed).toEqual(['0.04 200 {"total":0,"orders":[]}'])
    expect(one.lines).toEqual(other.lines)
  })

  it('[X-24] each of several requests of one instant has its own answer and cause', async () => {
    const { printed, of } = await ask(
      `
      await Promise.all([show(fetch('/api/orders/1')), show(${MAIL}), show(fetch('/api/menu'))])
    `,
      { inputs: STEADY },
    )
    expect(printed.map((line) => line.slice(0, 10))).toEqual([
      '0.04 200 {',
      '0.04 404 {',
      '100.04 200',
    ])
    const causes = of('sandbox.fetched').map(({ cause }) => cause)
    const replied = of('net.sent').find(({ fields }) => fields['what'] === 'mail-reply')
    expect(causes[2]).toBe(replied?.id)
  })

  it('[X-24] orders are told as they are when the request is there', async () => {
    const { printed } = await ask(
      `
      const titles: string[] = []
      for (let count = 0; count < 3; count++) {
        const answer = await (await fetch('/api/orders/1')).json() as any
        titles.push(answer.state ?? answer.error.slice(0, 17))
        await new Promise((done) => setTimeout(done, 1_000))
      }
      console.log(titles.join(', '))
    `,
      { inputs: [[0.5, ORDER]] },
    )
    expect(printed).toEqual(['There is no order, queued, queued'])
  })
})

describe('its mail', () => {
  const byFetch = HANDLE.replace('sendMail, ', '').replace(
    'await sendMail(order)',
    `const body = JSON.stringify({ order: order.order })
  const answer = await fetch('https://mail.example/send', { method: 'POST', body })
  if (!answer.ok) throw new Error('The e-mail was not sent: ' + answer.status)`,
  )

  it('[X-25] twenty orders mailed by fetch leave the ledger that sendMail leaves', async () => {
    const bySend = await runExercise({ orders: 20 })
    const fetched = await runExercise({
      respond: respondAsShop,
      orders: 20,
      files: { 'handle.ts': byFetch },
    })
    expect(fetched.ledger).toMatchObject({ emailed: 20, processed: 20, lost: [], doneTwice: [] })
    expect(fetched.ledger).toEqual(bySend.ledger)
    expect(kinds(fetched.of('mail.sent'))).toEqual(kinds(bySend.of('mail.sent')))
  })

  it('[X-25] a provider that refuses answers 503', async () => {
    const inputs = [...STEADY, [0, mailField('failurePercent', 100)]] as const
    const { printed, of } = await ask(`setTimeout(() => show(${MAIL}), 1_000)`, { inputs })
    expect(printed).toEqual([
      '1100.04 503 {"error":"The mail provider refused the e-mail: try again."}',
    ])
    expect(of('mail.failed')[0]?.fields).toMatchObject({ reason: 'refused' })
  })

  it('[X-25] a provider that is down lets the request fail after 30 s', async () => {
    const inputs = [[0, mailField('isDown', true)]] as const
    const code = `await new Promise((done) => setTimeout(done, 1_000))
      await show(${MAIL}.catch(({ cause }) => { throw cause }))`
    const { printed } = await ask(code, { inputs })
    expect(printed).toEqual([
      '31000.02 Error: mail.example did not answer within 30 s because the mail provider is down: catch this error and try again later.',
    ])
  })

  it('[X-25] a shop without a provider answers 404', async () => {
    const inputs = [[0, { type: 'remove', node: 'mail' }]] as const
    const { printed } = await ask(`setTimeout(() => show(${MAIL}), 1_000)`, { inputs })
    expect(printed).toEqual(['1000.04 404 {"error":"This shop has no mail provider: add one."}'])
  })

  it.each([
    [`'hello'`, 'The body is not JSON'],
    ['{ order: 1 } as any', 'The body is not JSON'],
    ['undefined', 'An e-mail names its order by a whole number'],
    [`Buffer.from('{"order":"1"}')`, 'An e-mail names its order by a whole number'],
  ])('[X-26] the body %s sends nothing and is told in a sentence', async (body, error) => {
    const { printed, of } = await ask(
      `await show(fetch('https://mail.example/send', { method: 'POST', body: ${body} }))`,
    )
    expect(printed[0]).toMatch(/^0\.04 400 /)
    expect(printed[0]).toContain(error)
    expect(of('mail.accepted')).toEqual([])
  })
})

describe('orders by fetch', () => {
  const POST = `fetch('/api/orders', { method: 'POST' })`

  it('[X-27] an order is placed as a customer does, and answered when the customer is', async () => {
    const { printed, of, ledger } = await ask(`await show(${POST})`)
    expect(printed[0]).toContain(' 201 {"order":1,"state":"queued"')
    const [answered] = of('shop.order-answered')
    expect(of('sandbox.fetched')[0]).toMatchObject({ at: answered?.at, cause: answered?.id })
    expect(ledger).toMatchObject({ placed: 1, answer: { count: 1 } })
  })

  it('[X-27] an order nobody takes is refused with 503 and why', async () => {
    const inputs = [[0, { type: 'signal', process: 'web', signal: 'SIGKILL' }]] as const
    const { printed } = await ask(`setTimeout(() => show(${POST}), 1_000)`, { inputs })
    expect(printed).toEqual([
      '1000.04 503 {"error":"The web process does not run, so nobody took the order: start it."}',
    ])
  })

  it('[X-27] who waits 30 s for the shop waits no longer', async () => {
    const players = { 'worker-1': 'worker.ts', web: 'web.ts' }
    const files = {
      'worker.ts': `${SHOW}\nawait show(${POST})`,
      'web.ts': `import { onOrder } from 'shop'\nonOrder(() => new Promise(() => {}))`,
    }
    const { printed, end } = await ask('', { players, files })
    expect(printed[0]).toMatch(/^30000\.00 504 /)
    expect(end.waiting).toEqual([{ process: 'web', what: 'answer', orders: [1] }])
  })

  it('[X-27] a shop in which nobody orders answers 503', async () => {
    const inputs = [[0, { type: 'remove', node: 'customers' }]] as const
    const { printed } = await ask(`setTimeout(() => show(${POST}), 1_000)`, { inputs })
    expect(printed[0]).toMatch(/^1000\.04 503 /)
  })
})

describe('requests that are given up', () => {
  it('[X-28] abort rejects at once; the e-mail goes on', async () => {
    const code = `
      await new Promise((done) => setTimeout(done, 1_000))
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 40)
      await show(fetch('https://mail.example/send', {
        method: 'POST', body: '{"order":1}', signal: controller.signal,
      }))
      await show(fetch('/api/menu', { signal: AbortSignal.abort() }))
      console.log(controller.signal instanceof AbortSignal, AbortSignal.any([]).aborted)
    `
    const { printed, of, end } = await ask(code, { inputs: STEADY })
    expect(printed).toEqual([
      '1040.00 AbortError: This operation was aborted',
      '1040.00 AbortError: This operation was aborted',
      'true false',
    ])
    expect(of('mail.sent')).toHaveLength(1)
    expect(of('sandbox.fetched').map(({ fields }) => fields['status'])).toEqual([null])
    expect(end).toMatchObject({ how: 'idle', waiting: [] })
  })

  it('[X-28] a timeout of AbortSignal is one of the run', async () => {
    const { printed } = await ask(
      `await show(fetch('/api/orders', { method: 'POST', signal: AbortSignal.timeout(2_000) }))`,
      { inputs: [[0, { type: 'signal', process: 'web', signal: 'SIGKILL' }]], orders: 0 },
    )
    expect(printed[0]).toContain('503')
    const files = {
      'worker.ts': `${SHOW}\nawait show(fetch('/api/orders', {
        method: 'POST', signal: AbortSignal.timeout(2_000) }))`,
      'web.ts': `import { onOrder } from 'shop'\nonOrder(() => new Promise(() => {}))`,
    }
    const players = { 'worker-1': 'worker.ts', web: 'web.ts' }
    const never = await ask('', { players, files })
    expect(never.printed).toEqual([
      '2000.00 TimeoutError: The operation was aborted due to timeout',
    ])
  })

  it('[X-28] a killed process hears no answers; what it asked for goes on', async () => {
    const code = `setTimeout(() => { show(${MAIL}); show(fetch('/api/orders')) }, 1_000)`
    const inputs = [
      ...STEADY,
      [1.00003, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
    ] as const
    const { printed, of, end } = await ask(code, { inputs })
    expect(printed).toEqual([])
    expect(of('sandbox.fetched')).toEqual([])
    expect(of('mail.sent')).toHaveLength(1)
    expect(end.how).toBe('idle')
  })

  it('[X-28] a process that exits in the same breath sends nothing', async () => {
    const { of } = await ask(`void ${MAIL}\nprocess.exit(0)`)
    expect(of('mail.accepted')).toEqual([])
  })
})
