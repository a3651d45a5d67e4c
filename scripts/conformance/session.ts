import { setTimeout as delay } from 'node:timers/promises'
import amqp from 'amqplib'
import type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage, Options } from 'amqplib'
import type { Operator } from './operator.ts'
import { RawClient } from './raw/raw-client.ts'

/** What one consumer got: bodies, with an r where redelivered, null where cancelled. */
export interface Seen {
  consumerTag: string
  readonly bodies: (string | null)[]
  readonly messages: ConsumeMessage[]
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** One case's life at one broker: its connections, its names, what it saw happen, in order. */
export class Session {
  readonly address: Address
  readonly operator: Operator
  /** What every name of the case begins with, so that cases do not meet. */
  readonly prefix: string
  readonly events: unknown[] = []
  private readonly names = new Set<string>()
  private readonly connections = new Set<ChannelModel>()
  private readonly rawClients: RawClient[] = []
  private shared: Promise<ChannelModel> | null = null
  private isOver = false
  private counted = 0

  constructor(options: { address: Address; operator: Operator; prefix: string }) {
    this.address = options.address
    this.operator = options.operator
    this.prefix = options.prefix
  }

  /** A queue's or exchange's name nobody else has; deleted at the end if it is still there. */
  name(part = 'q'): string {
    const name = this.prefix + part
    this.names.add(name)
    return name
  }

  /** 1, 2, 3 …: for names of which a case needs many. */
  count(): number {
    this.counted++
    return this.counted
  }

  log(event: unknown): void {
    if (!this.isOver) this.events.push(event)
  }

  /** A connection of its own; its errors, closes and blocks are logged under the label. */
  async connect(label = 'connection', options: Options.Connect = {}): Promise<ChannelModel> {
    const { host: hostname, port } = this.address
    const connection = await amqp.connect(
      { protocol: 'amqp', hostname, port, ...options },
      { noDelay: true, ...(options.credentials && { credentials: options.credentials }) },
    )
    this.keep(connection)
    connection.on('error', (error: Error) =>
      this.log({ on: label, event: 'error', ...said(error) }),
    )
    connection.on('close', (error?: Error) =>
      this.log({ on: label, event: 'close', ...said(error) }),
    )
    connection.on('blocked', (reason) => this.log({ on: label, event: 'blocked', reason }))
    connection.on('unblocked', () => this.log({ on: label, event: 'unblocked' }))
    return connection
  }

  /** A channel, on the session's own connection unless another is given; its events are logged. */
  async channel(label = 'channel', connection?: ChannelModel): Promise<Channel> {
    const channel = await (connection ?? (await this.sharedConnection())).createChannel()
    this.follow(label, channel)
    return channel
  }

  async confirmChannel(label = 'channel', connection?: ChannelModel): Promise<ConfirmChannel> {
    const channel = await (connection ?? (await this.sharedConnection())).createConfirmChannel()
    this.follow(label, channel)
    return channel
  }

  async queue(channel: Channel, options: Options.AssertQueue = {}, part = 'q'): Promise<string> {
    const name = this.name(part)
    await channel.assertQueue(name, options)
    return name
  }

  async exchange(
    channel: Channel,
    type: string,
    options: Options.AssertExchange = {},
    part = 'x',
  ): Promise<string> {
    const name = this.name(part)
    await channel.assertExchange(name, type, options)
    return name
  }

  /** A consumer that keeps what it gets; `handle` may settle it. */
  async consume(
    channel: Channel,
    queue: string,
    options: Options.Consume = {},
    handle: (message: ConsumeMessage) => void = () => undefined,
  ): Promise<Seen> {
    const seen: Seen = { consumerTag: '', bodies: [], messages: [] }
    const take = (message: ConsumeMessage | null): void => {
      seen.bodies.push(message === null ? null : bodyOf(message))
      if (message === null) return
      seen.messages.push(message)
      handle(message)
    }
    seen.consumerTag = (await channel.consume(queue, take, options)).consumerTag
    return seen
  }

  /** What comes of it: the value, or the error's text and code. */
  async attempt(action: Promise<unknown> | (() => unknown)): Promise<unknown> {
    try {
      return (await (typeof action === 'function' ? action() : action)) ?? 'done'
    } catch (error) {
      return error
    }
  }

  /**
   * What comes of each action, each on a channel of its own: the value, or in one text what was
   * closed, the code, the method to blame and the reason.
   */
  async verdicts(
    actions: Readonly<Record<string, (channel: Channel) => Promise<unknown>>>,
  ): Promise<Record<string, unknown>> {
    const verdicts: Record<string, unknown> = {}
    let connection: ChannelModel | null = null
    for (const [name, action] of Object.entries(actions)) {
      const ends: string[] = []
      const say = (what: string, error: Error): void => void ends.push(verdictOf(what, error))
      if (connection === null) {
        connection = await this.quietConnection()
        connection.on('close', () => (connection = null))
      }
      const onError = (error: Error): void => say('connection', error)
      const used: ChannelModel = connection
      used.on('error', onError)
      const channel = await used.createChannel()
      channel.on('error', (error: Error) => say('channel', error))
      const value = await this.attempt(() => action(channel))
      await this.settle(channel)
      verdicts[name] = ends.length > 0 ? ends.join(', ') : value
      used.off('error', onError)
      await channel.close().catch(() => undefined)
    }
    return verdicts
  }

  /** Returns once the broker has worked off what the channel sent before, or has closed it. */
  async settle(channel: Channel): Promise<void> {
    await this.attempt(() => channel.checkExchange('amq.direct'))
    await this.tick()
  }

  /** Takes everything out of a queue: the bodies in order, with an r where redelivered. */
  async drain(channel: Channel, queue: string): Promise<string[]> {
    const bodies: string[] = []
    for (;;) {
      const message = await channel.get(queue, { noAck: true })
      if (message === false) return bodies
      bodies.push(bodyOf(message))
    }
  }

  /** Waits until the queue has that many ready messages; returns how many it has, come or not. */
  async ready(channel: Channel, queue: string, count: number, patienceMs = 3_000): Promise<number> {
    const isThere = async (): Promise<boolean> =>
      (await channel.checkQueue(queue)).messageCount === count
    const end = Date.now() + patienceMs
    while (!(await isThere()) && Date.now() < end) await delay(20)
    return (await channel.checkQueue(queue)).messageCount
  }

  /** Waits for something to happen; false when it does not. */
  async until(isSo: () => boolean, patienceMs = 3_000): Promise<boolean> {
    const end = Date.now() + patienceMs
    while (!isSo() && Date.now() < end) await delay(10)
    return isSo()
  }

  async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds)
  }

  /** What has arrived on sockets is read and told before this returns. */
  async tick(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    await delay(5)
  }

  raw(): RawClient {
    const client = new RawClient(this.address.host, this.address.port)
    this.rawClients.push(client)
    return client
  }

  /** A raw client past its handshake, with channel 1 open. */
  async rawChannel(options: Record<string, unknown> = {}): Promise<RawClient> {
    const client = this.raw()
    await client.open(options)
    await client.openChannel()
    return client
  }

  /** Ends what the case left: connections, queues, exchanges. */
  async end(): Promise<void> {
    this.isOver = true
    for (const client of this.rawClients) client.destroy()
    for (const connection of this.connections) await connection.close().catch(() => undefined)
    if (this.names.size === 0) return
    const { host: hostname, port } = this.address
    const connection = await amqp.connect({ hostname, port })
    connection.on('error', () => undefined)
    for (const name of this.names) {
      await tryOn(connection, (channel) => channel.deleteQueue(name))
      await tryOn(connection, (channel) => channel.deleteExchange(name))
    }
    await connection.close()
  }

  private sharedConnection(): Promise<ChannelModel> {
    this.shared ??= this.connect()
    return this.shared
  }

  private async quietConnection(): Promise<ChannelModel> {
    const { host: hostname, port } = this.address
    const connection = await amqp.connect({ hostname, port })
    this.keep(connection)
    connection.on('error', () => undefined)
    return connection
  }

  /** A connection that closed is forgotten: amqplib never answers a second close. */
  private keep(connection: ChannelModel): void {
    this.connections.add(connection)
    connection.on('close', () => this.connections.delete(connection))
  }

  private follow(label: string, channel: Channel): void {
    channel.on('error', (error: Error) => this.log({ on: label, event: 'error', ...said(error) }))
    channel.on('close', () => this.log({ on: label, event: 'close' }))
    channel.on('return', ({ fields, content }) =>
      this.log({ on: label, event: 'return', fields, body: content.toString() }),
    )
  }
}

/** A body, with an r where the message is redelivered. */
export function bodyOf(message: { content: Buffer; fields: { redelivered: boolean } }): string {
  return message.content.toString() + (message.fields.redelivered ? 'r' : '')
}

/** The bytes of a body. */
export function body(text: string | number): Buffer {
  return Buffer.from(String(text))
}

function verdictOf(what: string, error: Error): string {
  const { code, classId, methodId } = error as Error & Partial<Record<string, number>>
  const text = /with message "(.*)"$/s.exec(error.message)?.[1] ?? error.message
  const method = classId === undefined ? '' : ` ${classId}.${String(methodId)}`
  return `${what} ${String(code)}${method} ${text}`
}

async function tryOn(
  connection: ChannelModel,
  action: (channel: Channel) => Promise<unknown>,
): Promise<void> {
  const channel = await connection.createChannel()
  channel.on('error', () => undefined)
  await action(channel).then(
    () => channel.close(),
    () => undefined,
  )
}

function said(error: Error | undefined): object {
  if (error === undefined) return {}
  const { code, classId, methodId } = error as Error &
    Record<'code' | 'classId' | 'methodId', unknown>
  return { message: error.message, code, classId, methodId }
}
