import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SHOP = join(import.meta.dirname, '../../project-template/shop')

/** What a piece of a project says when it runs in a Node of its own. */
function evaluate(source: string, env: Readonly<Record<string, string>> = {}): unknown {
  const options = ['--input-type=module', '--eval', source]
  const { AMQP_URL: _, ...rest } = process.env
  const run = spawnSync(process.execPath, options, {
    cwd: SHOP,
    env: { ...rest, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(run.stderr).toBe('')
  return JSON.parse(run.stdout)
}

function addressOf(url: unknown, env?: Readonly<Record<string, string>>): unknown {
  const source = `
    import { brokerAddress } from './broker-address.js'
    console.log(JSON.stringify(brokerAddress(${JSON.stringify(url)})))`
  return evaluate(source, env)
}

describe('the broker’s address', () => {
  const AMQP_URL = 'amqp://ann:s%40cret@far.example:5999/shop%2F1'

  it.each([
    ['amqp://localhost', 'amqp://localhost'],
    ['amqp://broker', 'amqp://localhost'],
    ['amqp://rabbitmq:5672/mine?heartbeat=5', 'amqp://localhost/mine?heartbeat=5'],
    ['amqp://guest:guest@broker', 'amqp://guest:guest@localhost'],
    ['amqp://localhost:5673', 'amqp://localhost:5673'],
    ['amqp://other.example', 'amqp://other.example'],
    ['no address', 'no address'],
  ])('of %s is %s', (url, address) => {
    expect(addressOf(url)).toBe(address)
  })

  it.each([
    ['amqp://localhost', AMQP_URL],
    ['amqp://guest:guest@127.0.0.1:5672/%2F', AMQP_URL],
    ['amqp://rabbitmq?heartbeat=5', `${AMQP_URL}?heartbeat=5`],
    ['amqp://other.example', 'amqp://other.example'],
    [null, AMQP_URL],
  ])('of %s with AMQP_URL is %s', (url, address) => {
    expect(addressOf(url, { AMQP_URL })).toBe(address)
  })

  it('in parts leads there too', () => {
    expect(addressOf({ hostname: 'rabbitmq', heartbeat: 5 }, { AMQP_URL })).toEqual({
      protocol: 'amqp',
      hostname: 'far.example',
      port: 5_999,
      username: 'ann',
      password: 's@cret',
      vhost: 'shop%2F1',
      heartbeat: 5,
    })
  })
})

it('the ledger counts what ours counts', () => {
  const source = `
    import { createLedger } from './ledger.js'
    const ledger = createLedger()
    for (let order = 1; order <= 6; order++) ledger.place(order, 0)
    ledger.process(1); ledger.answer(1); ledger.email(1, 'orders'); ledger.email(1, 'orders')
    ledger.refuse(2); ledger.process(2); ledger.email(2, 'mails'); ledger.email(2, 'bills')
    ledger.refuse(3)
    ledger.finish(4, 'orders'); ledger.finish(4, 'orders')
    ledger.process(99)
    console.log(JSON.stringify(ledger.outcome(new Set([4, 5]))))`
  expect(evaluate(source)).toEqual({
    placed: 6,
    answered: 1,
    refused: 1,
    processed: 2,
    emailed: 2,
    lost: 1,
    doneTwice: 2,
  })
})

it('fetch reaches the shop’s addresses and leaves the others to the network', () => {
  const source = `
    globalThis.fetch = async (input) => 'the network: ' + input
    const { fetchFromShop } = await import('./fetch.js')
    fetchFromShop()
    const shops = ['/api/orders', 'http://shop/api/menu', 'http://localhost/api/x', 'https://mail.example/send']
    const others = ['https://mail.example/other', 'http://localhost:8080/api/x', 'http://shop/other', '/other']
    const ask = (url) => fetch(url).catch((error) => error.message)
    console.log(JSON.stringify([await Promise.all(shops.map(ask)), await Promise.all(others.map(ask))]))`
  const [shops, others] = evaluate(source) as readonly (readonly string[])[]
  for (const said of shops ?? []) expect(said).toMatch(/^Alone, a file has no shop to fetch from/)
  for (const said of others ?? []) expect(said).toMatch(/^the network: /)
  expect([shops?.length, others?.length]).toEqual([4, 4])
})
