import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

type Plain = Readonly<Record<string, unknown>>

/** Declares the queue `q` on a channel of its own. */
function declare(queueArguments: Plain): string {
  return world().client('c').queue('q', { arguments: queueArguments })
}

it('[R-46] a queue may be declared again with equal arguments; those nobody knows do not count', () => {
  const c = world().client('c')
  c.queue('q', { arguments: { 'x-max-length': 3, 'x-mine': 1 } })
  const again = { 'x-mine': 2, 'x-max-length': 3, 'x-queue-type': 'classic' }
  expect(c.queue('q', { arguments: again })).toBe('q messages=0 consumers=0')
})

it('[R-46] whole numbers are equal whatever their size', () => {
  const c = world().client('c')
  c.queue('q', { arguments: { 'x-message-ttl': 100 } })
  const long = { '!': 'int64', value: 100 }
  expect(c.queue('q', { arguments: { 'x-message-ttl': long } })).toBe('q messages=0 consumers=0')
})

describe('[R-48] an inequivalent argument is 406 and says both', () => {
  const of = "406 PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'q' in vhost '/'"
  it.each<[Plain, Plain, string]>([
    [{ 'x-message-ttl': 1000 }, { 'x-message-ttl': 2000 }, "received '2000' but current is '1000'"],
    [
      {},
      { 'x-message-ttl': 1000 },
      "received the value '1000' of type 'short' but current is none",
    ],
    [
      { 'x-message-ttl': 1000 },
      {},
      "received none but current is the value '1000' of type 'short'",
    ],
    [{ 'x-message-ttl': 100 }, { 'x-message-ttl': '100' }, "received '100' but current is '100'"],
  ])('(%j, then %j)', (first, second, values) => {
    const c = world().client('c')
    c.queue('q', { arguments: first })
    expect(c.queue('q', { arguments: second })).toBe(`${of}: ${values}`)
  })
})

it('[R-48] durable is compared before the arguments, the type among them', () => {
  const w = world()
  w.client('c').queue('q')
  const other = { durable: false, arguments: { 'x-max-length': 1 } }
  expect(w.client('a').queue('q', other)).toMatch(/inequivalent arg 'durable'/)
  expect(w.client('b').queue('q', { arguments: { 'x-queue-type': 'quorum' } })).toMatch(
    /inequivalent arg 'x-queue-type' .* received the value 'quorum' of type 'longstr' but current is none/,
  )
})

describe('[R-56] a wrong argument is 406 and says why', () => {
  it.each<[Plain, string]>([
    [{ 'x-message-ttl': -1 }, '{value_negative,-1}'],
    [{ 'x-expires': 0 }, '{value_zero,0}'],
    [{ 'x-expires': -5 }, '{value_negative,-5}'],
    [{ 'x-message-ttl': '1000' }, '"expected integer, got longstr"'],
    [{ 'x-message-ttl': 1.5 }, '"expected integer, got double"'],
    [{ 'x-max-length': true }, '"expected integer, got bool"'],
    [{ 'x-max-length-bytes': -1 }, '{value_negative,-1}'],
    [{ 'x-max-priority': 256 }, '{max_value_exceeded,256}'],
    [{ 'x-max-priority': -1 }, '{value_negative,-1}'],
    [{ 'x-overflow': 'bogus' }, 'invalid_overflow'],
    [{ 'x-overflow': 1 }, '{unacceptable_type,byte}'],
    [{ 'x-dead-letter-routing-key': 'k' }, 'routing_key_but_no_dlx_defined'],
    [{ 'x-queue-type': 'bogus' }, '"unsupported queue type \'bogus\'"'],
    [{ 'x-queue-mode': 'bogus' }, '"unsupported queue mode \'bogus\'"'],
    [{ 'x-single-active-consumer': 'yes' }, '{unacceptable_type,longstr}'],
  ])('(%j)', (queueArguments, reason) => {
    const [name] = Object.keys(queueArguments)
    expect(declare(queueArguments)).toBe(
      `406 PRECONDITION_FAILED - invalid arg '${name ?? ''}' for queue 'q' in vhost '/': ${reason}`,
    )
  })

  it('(a dead letter exchange that is no text)', () => {
    expect(declare({ 'x-dead-letter-exchange': 1 })).toBe(
      "406 PRECONDITION_FAILED - invalid type 'byte' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'",
    )
  })
})

it.each<Plain>([
  { 'x-message-ttl': 0 },
  { 'x-message-ttl': 4_294_967_296 },
  { 'x-max-priority': 0 },
  { 'x-max-priority': 255 },
  { 'x-max-length': 0 },
  { 'x-queue-mode': 'lazy' },
  { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'k' },
  { 'x-anything': 'goes' },
])('[R-56] these arguments are right: %j', (queueArguments) => {
  expect(declare(queueArguments)).toBe('q messages=0 consumers=0')
})

it('[R-49] a passive declare looks at no argument', () => {
  const c = world().client('c')
  c.queue('q')
  const wrong = { passive: true, exclusive: true, arguments: { 'x-expires': 0 } }
  expect(c.queue('q', wrong)).toBe('q messages=0 consumers=0')
})

it('[R-46] a declaration is a fact with everything it said', () => {
  const w = world()
  const c = w.client('c')
  w.news()
  c.queue('q', { arguments: { 'x-max-length': 10, 'x-overflow': 'reject-publish' } })
  c.queue('r', { arguments: { 'x-queue-type': 'quorum' } })
  c.exchange('x', 'headers', { internal: true, arguments: { 'alternate-exchange': 'y' } })
  expect(w.news()).toEqual([
    'queue-declared queue=q type=classic durable=true exclusive=false autoDelete=false arguments=x-max-length=10, x-overflow=reject-publish',
    'queue-declared queue=r type=quorum durable=true exclusive=false autoDelete=false arguments=x-queue-type=quorum',
    'exchange-declared exchange=x type=headers durable=true autoDelete=false internal=true arguments=alternate-exchange=y',
  ])
})
