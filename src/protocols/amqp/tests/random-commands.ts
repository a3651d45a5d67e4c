import fc from 'fast-check'

/** What each queue of the commands is declared with; the names say what is special. */
export const QUEUES = {
  durable: {},
  transient: { durable: false },
  short: { arguments: { 'x-max-length': 2, ...deadLettersTo('durable') } },
  refusing: { arguments: { 'x-max-length': 2, 'x-overflow': 'reject-publish' } },
  'refusing-dead': {
    arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish-dlx', ...deadLettersTo('short') },
  },
  expiring: { arguments: { 'x-message-ttl': 20, ...deadLettersTo('expired') } },
  expired: { arguments: { 'x-message-ttl': 30, ...deadLettersTo('expiring') } },
  priority: { arguments: { 'x-max-priority': 3, 'x-max-length': 4 } },
  quorum: { arguments: { 'x-queue-type': 'quorum' } },
  'quorum-refusing': {
    arguments: { 'x-queue-type': 'quorum', 'x-max-length': 1, 'x-overflow': 'reject-publish' },
  },
  limited: {
    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 0, ...deadLettersTo('durable') },
  },
  single: { arguments: { 'x-single-active-consumer': true, ...deadLettersTo('nobody') } },
  leased: { arguments: { 'x-expires': 60 } },
  vanishing: { autoDelete: true },
  mine: { exclusive: true },
  stream: { arguments: { 'x-queue-type': 'stream' } },
} as const

/** A queue of the commands. */
export type QueueName = keyof typeof QUEUES

function deadLettersTo(queue: string) {
  return { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': queue }
}

/** The exchanges of the commands, all but the default one named like their type. */
export const EXCHANGES = ['', 'direct', 'fanout', 'topic', 'headers'] as const

const NAMES = Object.keys(QUEUES) as QueueName[]
const queue = fc.constantFrom(...NAMES)
const exchange = fc.constantFrom(...EXCHANGES)
const key = fc.constantFrom('a', 'a.b', 'b', '#', '*.b', ...NAMES)
const who = { connection: fc.constantFrom('a', 'b'), channel: fc.constantFrom(1, 2) }
const tag = fc.constantFrom('t', 'u', 'v')
const pick = fc.nat(20)

/** Anything a client, an operator or time may do, sensible or not. */
export type RandomCommand =
  ({ readonly connection: string; readonly channel: number } & ClientAction) | WorldAction

/** What happens to the broker without a client. */
export type WorldAction =
  | { readonly type: 'restart'; readonly how: 'clean' | 'killed'; readonly off: number }
  | { readonly type: 'wait'; readonly milliseconds: number }
  | { readonly type: 'alarm'; readonly isOn: boolean }
  | { readonly type: 'policy'; readonly maxLength: number | null; readonly queue: string }
  | { readonly type: 'nodes'; readonly down: number }

/** What a client does; `pick` chooses among the deliveries it holds. */
export type ClientAction =
  | { readonly type: 'declare' | 'delete' | 'replace' | 'purge'; readonly queue: QueueName }
  | {
      readonly type: 'bind' | 'unbind'
      readonly exchange: string
      readonly queue: string
      readonly key: string
    }
  | {
      readonly type: 'link' | 'unlink'
      readonly exchange: string
      readonly to: string
      readonly key: string
    }
  | {
      readonly type: 'publish'
      readonly exchange: string
      readonly key: string
      readonly persistent: boolean
      readonly mandatory: boolean
      readonly priority: number
      readonly expiration: string | null
      readonly count: number
    }
  | { readonly type: 'prefetch'; readonly count: number; readonly isGlobal: boolean }
  | {
      readonly type: 'consume'
      readonly queue: string
      readonly tag: string
      readonly autoAck: boolean
      readonly priority: number
    }
  | { readonly type: 'cancel'; readonly tag: string }
  | { readonly type: 'get'; readonly queue: string; readonly autoAck: boolean }
  | {
      readonly type: 'ack' | 'requeue' | 'discard'
      readonly pick: number
      readonly multiple: boolean
    }
  | { readonly type: 'reject'; readonly pick: number; readonly requeue: boolean }
  | { readonly type: 'confirms' | 'transactions' | 'commit' | 'rollback' | 'recover' }
  | { readonly type: 'close-channel' | 'close-connection' | 'lose-socket' }

function rarely(): fc.Arbitrary<boolean> {
  return fc.nat(4).map((number) => number === 0)
}

const publish = fc.record({
  ...who,
  type: fc.constant('publish'),
  exchange: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, exchange),
  key,
  persistent: fc.boolean(),
  mandatory: rarely(),
  priority: fc.nat(4),
  expiration: fc.constantFrom(null, null, null, '0', '10', '30'),
  count: fc.integer({ min: 1, max: 5 }),
})

const clients: readonly [number, fc.Arbitrary<RandomCommand>][] = [
  [4, fc.record({ ...who, type: fc.constantFrom('declare', 'delete', 'replace', 'purge'), queue })],
  [4, fc.record({ ...who, type: fc.constantFrom('bind', 'unbind'), exchange, queue, key })],
  [2, fc.record({ ...who, type: fc.constantFrom('link', 'unlink'), exchange, to: exchange, key })],
  [16, publish],
  [3, fc.record({ ...who, type: fc.constant('prefetch'), count: fc.nat(3), isGlobal: rarely() })],
  [
    8,
    fc.record({
      ...who,
      type: fc.constant('consume'),
      queue,
      tag,
      autoAck: rarely(),
      priority: fc.nat(2),
    }),
  ],
  [2, fc.record({ ...who, type: fc.constant('cancel'), tag })],
  [6, fc.record({ ...who, type: fc.constant('get'), queue, autoAck: rarely() })],
  [
    18,
    fc.record({
      ...who,
      type: fc.constantFrom('ack', 'requeue', 'discard'),
      pick,
      multiple: rarely(),
    }),
  ],
  [4, fc.record({ ...who, type: fc.constant('reject'), pick, requeue: fc.boolean() })],
  [4, fc.record({ ...who, type: fc.constant('confirms') })],
  [1, fc.record({ ...who, type: fc.constant('transactions') })],
  [4, fc.record({ ...who, type: fc.constantFrom('commit', 'rollback', 'recover') })],
  [
    2,
    fc.record({
      ...who,
      type: fc.constantFrom('close-channel', 'close-connection', 'lose-socket'),
    }),
  ],
]

const worlds: readonly [number, fc.Arbitrary<RandomCommand>][] = [
  [
    1,
    fc.record({
      type: fc.constant('restart'),
      how: fc.constantFrom('clean', 'killed'),
      off: fc.constantFrom(0, 25),
    }),
  ],
  [8, fc.record({ type: fc.constant('wait'), milliseconds: fc.constantFrom(1, 5, 20, 70) })],
  [1, fc.record({ type: fc.constant('alarm'), isOn: rarely() })],
  [
    1,
    fc.record({
      type: fc.constant('policy'),
      maxLength: fc.constantFrom(null, 0, 1, 3),
      queue,
    }),
  ],
  [1, fc.record({ type: fc.constant('nodes'), down: fc.constantFrom(0, 1, 2) })],
]

const command = fc.oneof(
  ...[...clients, ...worlds].map(([weight, arbitrary]) => ({ weight, arbitrary })),
)

/** Sequences of commands of all kinds. */
export const randomCommands: fc.Arbitrary<RandomCommand[]> = fc.array(command, {
  minLength: 20,
  maxLength: 120,
})
