import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

/** An exchange `x` of a kind with the alternate exchange `spare`, whose queue is `rest`. */
function withAlternate(type = 'direct') {
  const w = world()
  const c = w.client('c')
  c.exchange('spare', 'fanout')
  c.exchange('x', type, { arguments: { 'alternate-exchange': 'spare' } })
  for (const queue of ['q', 'rest']) c.queue(queue)
  c.bind('x', 'q', 'known')
  c.bind('spare', 'rest')
  w.news()
  return { w, c }
}

it('[R-40] what an exchange cannot route goes to its alternate, under its own name and key', () => {
  const { c } = withAlternate()
  c.publish('x', 'known')
  c.publish('x', 'unknown')
  expect([c.drain('q'), c.see('rest')]).toMatchObject([
    '1',
    { message: 2, exchange: 'x', routingKey: 'unknown' },
  ])
})

it('[R-40] what the alternate routes counts as routed', () => {
  const { w, c } = withAlternate()
  c.confirms()
  c.publish('x', 'unknown', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-40] what is routed, once or more, does not go there as well', () => {
  const { c } = withAlternate('topic')
  c.bind('x', 'q', '#')
  c.queue('second')
  c.bind('x', 'second', '#')
  c.publish('x', 'known')
  c.publish('x', 'k')
  expect([c.drain('q'), c.drain('second'), c.drain('rest')]).toEqual(['1 2', '1 2', ''])
})

it('[R-40] every exchange on the way has its own alternate', () => {
  const { c } = withAlternate()
  c.exchange('in', 'fanout')
  c.bindExchange('in', 'x')
  c.bind('in', 'q')
  c.publish('in', 'unknown')
  expect([c.drain('q'), c.drain('rest')]).toEqual(['1', '1'])
})

it('[R-40] alternates may form a chain that ends at the default exchange', () => {
  const c = world().client('c')
  c.exchange('last', 'direct', { arguments: { 'alternate-exchange': '' } })
  c.exchange('first', 'direct', { arguments: { 'alternate-exchange': 'last' } })
  c.queue('q')
  c.publish('first', 'q')
  expect(c.drain('q')).toBe('1')
})

it('[R-41] an alternate that routes nowhere leaves the message unroutable', () => {
  const { w, c } = withAlternate()
  c.unbind('spare', 'rest')
  w.news()
  c.publish('x', 'unknown', { mandatory: true })
  c.publish('x', 'unknown')
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE unknown'])
  expect(w.news('message-unroutable')).toEqual([
    'message-unroutable message=1 exchange=x routingKey=unknown returned=true',
    'message-unroutable message=2 exchange=x routingKey=unknown returned=false',
  ])
})

it('[R-41] so does one that does not exist, and a ring of alternates', () => {
  const w = world()
  const c = w.client('c')
  c.exchange('a', 'direct', { arguments: { 'alternate-exchange': 'b' } })
  c.publish('a', 'k', { mandatory: true })
  c.exchange('b', 'direct', { arguments: { 'alternate-exchange': 'a' } })
  c.publish('a', 'k', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE k', 'basic.return 312 NO_ROUTE k'])
})

it('[R-42] an internal exchange takes messages from exchanges only', () => {
  const w = world()
  const c = w.client('c')
  c.exchange('inner', 'fanout', { internal: true })
  c.queue('q')
  c.bind('inner', 'q')
  c.bindExchange('amq.fanout', 'inner')
  c.publish('amq.fanout', 'k')
  expect(c.drain('q')).toBe('1')
  expect(c.publish('inner', 'k')).toBe(null)
  expect(w.heard('c')).toEqual([
    "channel.close 1 ACCESS_REFUSED - cannot publish to internal exchange 'inner' in vhost '/'",
  ])
})

it('[R-48] another alternate exchange is an inequivalent argument', () => {
  const { w } = withAlternate()
  const of = "inequivalent arg 'alternate-exchange' for exchange 'x' in vhost '/'"
  expect(w.client('a').exchange('x', 'direct')).toBe(
    `406 PRECONDITION_FAILED - ${of}: received none but current is the value 'spare' of type 'longstr'`,
  )
  const other = { arguments: { 'alternate-exchange': 'amq.fanout' } }
  expect(w.client('b').exchange('x', 'direct', other)).toBe(
    `406 PRECONDITION_FAILED - ${of}: received 'amq.fanout' but current is 'spare'`,
  )
  const unknown = { arguments: { 'alternate-exchange': 'spare', 'x-mine': 1 } }
  expect(w.client('c').exchange('x', 'direct', unknown)).toBe('ok')
})

it('[R-56] an alternate exchange is named by a text', () => {
  const wrong = { arguments: { 'alternate-exchange': 5 } }
  expect(world().client('c').exchange('x', 'direct', wrong)).toBe(
    "406 PRECONDITION_FAILED - invalid type 'byte' for arg 'alternate-exchange' in exchange 'x' in vhost '/'",
  )
})

it('[R-39] CC and BCC are further routing keys; the receiver sees CC only', () => {
  const c = world().client('c')
  for (const queue of ['to', 'copy', 'blind']) c.queue(queue)
  c.publish('', 'to', { headers: { CC: ['copy', 7], BCC: ['blind'], mine: 1 } })
  for (const queue of ['to', 'copy', 'blind']) {
    expect(c.see(queue)).toMatchObject({ message: 1, routingKey: 'to' })
  }
})

it('[R-39] the header BCC is gone, CC stays', () => {
  const c = world().client('c')
  c.queue('q')
  c.publish('', 'q', { headers: { CC: ['copy'], BCC: ['blind'], mine: 1 } })
  expect(c.see('q').headers).toEqual({ CC: ['copy'], mine: 1 })
})

it('[R-39] a queue that two of the keys reach gets one copy', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.bind('amq.topic', 'q', 'order.*')
  c.publish('amq.topic', 'order.a', { headers: { CC: ['order.b', 'order.a'] } })
  c.publish('', 'q', { headers: { CC: ['q'] } })
  expect(c.drain('q')).toBe('1 2')
})

it('[R-39] keys that are not a list are 406', () => {
  const w = world()
  const c = w.client('c')
  c.publish('', 'q', { headers: { CC: 'copy' } })
  expect(w.heard('c')).toEqual([
    'channel.close 1 PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,"CC",longstr}',
  ])
})
