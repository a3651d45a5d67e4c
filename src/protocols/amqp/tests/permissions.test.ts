import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

const NOTHING = { configure: '^$', write: '^$', read: '^$' }

/** A world with the queue `alice`, the exchange `x` and bob, who may do little. */
function withBob(rights: Partial<typeof NOTHING> = {}) {
  const w = world()
  const alice = w.client('alice', 1, { user: 'alice' })
  alice.queue('alice')
  alice.exchange('x', 'direct')
  return { w, bob: w.client('bob', 1, { user: 'bob', permissions: { ...NOTHING, ...rights } }) }
}

function refused(kind: string, name: string): string {
  return `403 ACCESS_REFUSED - access to ${kind} '${name}' in vhost '/' refused for user 'bob'`
}

describe('[R-57] what a user may not do is 403', () => {
  it.each<[string, (client: Client) => string, string]>([
    ['declare a queue', (c) => c.queue('alice'), refused('queue', 'alice')],
    ['declare a new queue', (c) => c.queue('new'), refused('queue', 'new')],
    ['delete a queue', (c) => c.deleteQueue('alice'), refused('queue', 'alice')],
    ['declare an exchange', (c) => c.exchange('x', 'direct'), refused('exchange', 'x')],
    ['delete an exchange', (c) => c.deleteExchange('x'), refused('exchange', 'x')],
    ['get', (c) => c.get('alice'), refused('queue', 'alice')],
    ['consume', (c) => c.consume('alice'), refused('queue', 'alice')],
    ['purge', (c) => c.purge('alice'), refused('queue', 'alice')],
    ['bind', (c) => c.bind('x', 'alice', 'k'), refused('queue', 'alice')],
    ['unbind', (c) => c.unbind('x', 'alice', 'k'), refused('queue', 'alice')],
  ])('(%s)', (_name, act, error) => {
    expect(act(withBob().bob)).toBe(error)
  })

  it('(publish; the default exchange is called amq.default)', () => {
    const { w, bob } = withBob()
    expect(bob.publish('', 'alice')).toBe(null)
    expect(w.heard('bob')).toEqual([
      `channel.close 1 ${refused('exchange', 'amq.default').slice(4)}`,
    ])
  })
})

it('[R-57] the patterns are found anywhere in a name', () => {
  const { bob } = withBob({ configure: 'lic', write: '.*', read: '^alice$|^x$' })
  expect(bob.queue('alice')).toBe('alice messages=0 consumers=0')
  expect(bob.bind('x', 'alice', 'k')).toBe('b1')
  expect(bob.publish('x', 'k')).toBe(1)
  expect(bob.drain('alice')).toBe('1')
})

it('[R-57] binding takes the right to write at one end and to read at the other', () => {
  const { w, bob } = withBob({ write: '^alice$' })
  expect(bob.bind('x', 'alice', 'k')).toBe(refused('exchange', 'x'))
  const rights = { user: 'bob', permissions: { ...NOTHING, write: '^amq.fanout$' } }
  expect(w.client('bob2', 1, rights).bindExchange('x', 'amq.fanout')).toBe(refused('exchange', 'x'))
})

it('[R-57] a dead letter exchange takes the right to read the queue and to write there', () => {
  const queueArguments = { 'x-dead-letter-exchange': 'x' }
  const { bob } = withBob({ configure: '.*', read: '.*' })
  expect(bob.queue('new', { arguments: queueArguments })).toBe(refused('exchange', 'x'))
})

it('[R-57] an alternate exchange takes the same', () => {
  const { w, bob } = withBob({ configure: '.*', read: '.*' })
  const alternate = { arguments: { 'alternate-exchange': 'x' } }
  expect(bob.exchange('mine', 'direct', alternate)).toBe(refused('exchange', 'x'))
  const permissions = { configure: '.*', read: '^$', write: '.*' }
  const other = w.client('bob2', 1, { user: 'bob', permissions })
  expect(other.exchange('mine', 'direct', alternate)).toBe(refused('exchange', 'mine'))
})

it('[R-57] a passive declare takes no right', () => {
  const { bob } = withBob()
  expect(bob.queue('alice', { passive: true })).toBe('alice messages=0 consumers=0')
  expect(bob.exchange('x', '', { passive: true })).toBe('ok')
})

it('[R-58] a message names the user of its connection or none', () => {
  const w = world()
  const c = w.client('c', 1, { user: 'guest' })
  c.queue('q')
  expect([c.publish('', 'q', { userId: 'guest' }), c.publish('', 'q')]).toEqual([1, 2])
  expect(c.publish('', 'q', { userId: 'bob' })).toBe(null)
  expect(w.heard('c')).toEqual([
    "channel.close 1 PRECONDITION_FAILED - user_id property set to 'bob' but authenticated user was 'guest'",
  ])
})
