import { getResponse } from 'msw/utils/get-response'
import { describe, expect, it } from 'vitest'
import type { MailOutcome, OrderRecord } from '#scenarios'
import type { PlacedOrder, ShopApiPort } from '#sandbox'
import { createShopHandlers, MAIL_ADDRESS } from './handlers.ts'

const ROOT = 'https://shop.example/workshop'

function record(order: number): OrderRecord {
  const said = { city: 'kyiv', dish: 'pizza', speed: 'normal' } as const
  return { order, state: 'stored', emails: 0, placedAtMs: order * 1_000, ...said }
}

function createApi(overrides: Partial<ShopApiPort> = {}) {
  const mails: number[] = []
  let placed = 2
  const port: ShopApiPort = {
    orders: () => Promise.resolve(Array.from({ length: placed }, (_, index) => record(index + 1))),
    placeOrder: () => Promise.resolve({ ok: true, order: record(++placed) }),
    menu: () => ({ dishes: ['pizza'], cities: ['kyiv'], speeds: ['normal'] }),
    sendMail(order) {
      mails.push(order)
      return Promise.resolve('sent')
    },
    ...overrides,
  }
  const handlers = createShopHandlers(port, ['https://shop.example', ROOT])
  async function ask(method: string, address: string, body: string | null = null) {
    const request = new Request(new URL(address, `${ROOT}/`), { method, body })
    const response = await getResponse([...handlers], request)
    if (response === undefined) return null
    const text = response.type === 'error' ? 'null' : await response.text()
    return { response, status: response.status, body: JSON.parse(text) as unknown }
  }
  return { ask, mails }
}

function expectSentence(answer: { readonly body: unknown } | null) {
  const error = expect.stringMatching(/^\S[^\n]{10,200}\.$/) as unknown
  expect(answer?.body).toEqual({ error })
}

describe('orders', () => {
  it.each(['/api/orders', '/workshop/api/orders', 'api/orders'])('are listed at %s', async (at) => {
    const answer = await createApi().ask('GET', at)
    expect(answer?.body).toEqual({ total: 2, orders: [record(1), record(2)] })
  })

  it('only the latest thousand are listed, and how many there are is said', async () => {
    const all = Array.from({ length: 1_200 }, (_, index) => record(index + 1))
    const answer = await createApi({ orders: () => Promise.resolve(all) }).ask('GET', '/api/orders')
    expect(answer?.body).toEqual({ total: 1_200, orders: all.slice(200) })
  })

  it.each([
    ['1', 200],
    ['3', 404],
    ['01', 404],
    ['pizza', 404],
  ])('order %s is answered with %i', async (id, status) => {
    const answer = await createApi().ask('GET', `/api/orders/${id}`)
    expect(answer?.status).toBe(status)
    if (status === 404) expectSentence(answer)
  })

  it('without a shop the answer is 503 and a sentence', async () => {
    const answer = await createApi({ orders: () => Promise.resolve(null) }).ask(
      'GET',
      '/api/orders',
    )
    expect(answer?.status).toBe(503)
    expectSentence(answer)
  })
})

describe('placing an order', () => {
  it.each([null, '', '{}'])('answers 201 with its number and where it is (%j)', async (body) => {
    const answer = await createApi().ask('POST', '/api/orders', body)
    expect(answer?.status).toBe(201)
    expect(answer?.body).toEqual(record(3))
    expect(answer?.response.headers.get('Location')).toBe('https://shop.example/api/orders/3')
  })

  it.each([
    ['web-down', 503],
    ['no-shop', 503],
    ['no-answer', 504],
    ['run-ended', 409],
    ['a-reason-of-later', 503],
  ])('%s is answered with %i and a sentence', async (reason, status) => {
    const refused: PlacedOrder = { ok: false, reason }
    const { ask } = createApi({ placeOrder: () => Promise.resolve(refused) })
    const answer = await ask('POST', '/api/orders')
    expect(answer?.status).toBe(status)
    expectSentence(answer)
  })

  it.each([
    ['not JSON', '{"dish', 400],
    ['a list', '[1]', 400],
    ['null', 'null', 400],
    ['wrong fields', '{"dish":"pizza"}', 400],
    ['a long field name', `{"${'x'.repeat(5_000)}":1}`, 400],
    ['10 MB', 'x'.repeat(10_000_000), 413],
  ])('a body that is %s places nothing and is told in one sentence', async (_, body, status) => {
    const { ask } = createApi()
    const answer = await ask('POST', '/api/orders', body)
    expect(answer?.status).toBe(status)
    expectSentence(answer)
    expect((await ask('GET', '/api/orders'))?.body).toMatchObject({ total: 2 })
  })
})

it('the menu is told', async () => {
  const answer = await createApi().ask('GET', '/api/menu')
  expect(answer?.body).toEqual({ dishes: ['pizza'], cities: ['kyiv'], speeds: ['normal'] })
})

it('an address the API does not have is told with those it has', async () => {
  const answer = await createApi().ask('DELETE', '/api/orders/1')
  expect(answer?.status).toBe(404)
  expectSentence(answer)
})

it('addresses of others are nobody’s business here', async () => {
  expect(await createApi().ask('GET', 'https://other.example/api/orders')).toBeNull()
})

describe('the mail provider', () => {
  it.each<[MailOutcome | 'no-provider', number]>([
    ['sent', 200],
    ['refused', 503],
    ['no-provider', 404],
  ])('%s is answered with %i', async (outcome, status) => {
    const { ask } = createApi({ sendMail: () => Promise.resolve(outcome) })
    expect((await ask('POST', MAIL_ADDRESS, '{"order":7}'))?.status).toBe(status)
  })

  it('the page asks it at /api/mail', async () => {
    const { ask, mails } = createApi()
    expect((await ask('POST', '/api/mail', '{"order":7}'))?.body).toEqual({ order: 7, sent: true })
    expect(mails).toEqual([7])
  })

  it('a provider that is down is a failure of the network', async () => {
    const { ask } = createApi({ sendMail: () => Promise.resolve('down') })
    expect((await ask('POST', MAIL_ADDRESS, '{"order":7}'))?.response.type).toBe('error')
  })

  it.each(['', '{}', '{"order":"7"}', '{"order":1.5}', '{"order":0}', '{"to":"me"}'])(
    'the body %j sends nothing and is told in one sentence',
    async (body) => {
      const { ask, mails } = createApi()
      const answer = await ask('POST', MAIL_ADDRESS, body)
      expect(answer?.status).toBe(400)
      expectSentence(answer)
      expect(mails).toEqual([])
    },
  )
})
