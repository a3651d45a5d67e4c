import type {
  CustomersNode,
  DatabaseNode,
  ExchangeNode,
  MailNode,
  PollerNode,
  ProducerNode,
  Publishing,
  QueueNode,
  ShopNode,
  WebNode,
  WorkerNode,
} from './definition.ts'

/** What one field of a node may hold. */
export type FieldRule = NumberRule | TextRule | FlagRule | ChoiceRule<string>

/** `min` and `max` are included. */
export interface NumberRule {
  readonly type: 'number'
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  readonly canBeNull: boolean
}

/** `min`: bytes of UTF-8 at least; 255 at most, what fits into one field of the protocol. */
export interface TextRule {
  readonly type: 'text'
  readonly min: number
  readonly canBeNull: boolean
}

export interface FlagRule {
  readonly type: 'flag'
}

export interface ChoiceRule<Choice> {
  readonly type: 'choice'
  readonly choices: readonly Choice[]
}

type RuleFor<Value> = [Value] extends [boolean]
  ? FlagRule
  : [Value] extends [number | null]
    ? NumberRule
    : [string] extends [Exclude<Value, null>]
      ? TextRule
      : ChoiceRule<Value>

/** A rule for every field but kind and name. */
type RulesOf<Node> = {
  readonly [Field in Exclude<keyof Node, 'kind' | 'id'>]-?: RuleFor<Exclude<Node[Field], undefined>>
}

/** The longest time a field may hold: ten minutes. */
const MS_MAX = 600_000

const flag: FlagRule = { type: 'flag' }
const time = number(0, MS_MAX)
const threads = whole(1, 1_000)
const spread = choice('constant', 'exponential')
const orders = {
  ordersPerSecond: number(0, 10_000),
  arrivals: choice('poisson', 'regular'),
  ordersMax: orNull(whole(0, 1_000_000)),
  poisonEvery: orNull(whole(1, 1_000_000)),
}
const publishing: RulesOf<Publishing> = {
  exchange: text(0),
  routingKey: text(0),
  persistent: flag,
  mandatory: flag,
  confirm: flag,
  expirationMs: orNull(whole(0, MS_MAX)),
  priority: choice('none', 'express'),
  headers: flag,
}

const customers: RulesOf<CustomersNode> = orders
const web: RulesOf<WebNode> = {
  threads,
  cpuMs: time,
  then: choice('store', 'mail', 'publish', 'memory'),
  ...publishing,
  memoryThreads: threads,
  carries: choice('id', 'copy'),
}
const poller: RulesOf<PollerNode> = {
  web: text(1),
  intervalMs: number(1, MS_MAX),
  threads: orNull(threads),
  cpuMs: time,
}
const database: RulesOf<DatabaseNode> = { queryMs: time }
const mail: RulesOf<MailNode> = {
  latencyMs: time,
  spread,
  failurePercent: whole(0, 100),
  isDown: flag,
}
const producer: RulesOf<ProducerNode> = { ...orders, ...publishing }
const exchange: RulesOf<ExchangeNode> = {
  type: choice('direct', 'fanout', 'topic', 'headers'),
  durable: flag,
  alternate: text(0),
}
const queue: RulesOf<QueueNode> = {
  durable: flag,
  type: choice('classic', 'quorum'),
  messageTtlMs: orNull(whole(0, MS_MAX)),
  maxLength: orNull(whole(0, 1_000_000)),
  overflow: choice('drop-head', 'reject-publish', 'reject-publish-dlx'),
  maxPriority: orNull(whole(1, 255)),
  deliveryLimit: orNull(whole(0, 1_000)),
  deadLetterExchange: orNull(text(0)),
  deadLetterRoutingKey: orNull(text(0)),
  singleActiveConsumer: flag,
}
const worker: RulesOf<WorkerNode> = {
  queue: text(0),
  prefetch: whole(0, 65_535),
  ack: choice('automatic', 'early', 'late'),
  threads,
  cpuMs: time,
  waitMs: time,
  spread,
  sendsMail: flag,
  checksFirst: flag,
  supervised: flag,
  onFailure: choice('requeue', 'reject', 'crash'),
  priority: whole(-1_000, 1_000),
}

/** What each field of each kind of node may hold, in the order in which they are set. */
export const fieldRules: Readonly<Record<ShopNode['kind'], Readonly<Record<string, FieldRule>>>> = {
  customers,
  web,
  poller,
  database,
  mail,
  producer,
  exchange,
  queue,
  worker,
}

function number(min: number, max: number): NumberRule {
  return { type: 'number', min, max, isWhole: false, canBeNull: false }
}

function whole(min: number, max: number): NumberRule {
  return { type: 'number', min, max, isWhole: true, canBeNull: false }
}

function text(min: number): TextRule {
  return { type: 'text', min, canBeNull: false }
}

function choice<const Choice extends string>(...choices: readonly Choice[]): ChoiceRule<Choice> {
  return { type: 'choice', choices }
}

function orNull<Rule extends NumberRule | TextRule>(rule: Rule): Rule {
  return { ...rule, canBeNull: true }
}
