import {
  acceptSocket,
  actOn,
  createWireServer,
  setAlarm,
  startBroker,
  stopServer,
  wake,
  type AmqpFacts,
  type WireEnd,
  type WireServer,
  type WireSocket,
  type WireSettings,
} from '#amqp'
import {
  between,
  us,
  type FactId,
  type Fields,
  type Instant,
  type Recorder,
  type TimerId,
} from '#engine'
import { deliveryKey, splitDeliveries } from './delivery-causes.ts'
import type { Listener, Network } from './network.ts'

/** What the listener needs of the run it is in. */
export interface BrokerListenerSettings {
  readonly network: Network
  readonly recorder: Recorder<AmqpFacts>
  /** Plans a call of {@link BrokerListener.wake}. */
  planWaking(delay: ReturnType<typeof us>): TimerId
  cancel(timer: TimerId): void
  readonly port: number
  /** Passes on what arrives, in one piece or in several; @defaultValue in one piece */
  readonly receive?: (link: string, bytes: Uint8Array, pass: (bytes: Uint8Array) => void) => void
  /** @defaultValue what RabbitMQ asks for */
  readonly heartbeatSeconds?: number
  readonly brokerSettings?: NonNullable<WireSettings['brokerSettings']>
}

/** The broker behind a port: its server, joined to the network of a run. */
export class BrokerListener implements Listener {
  readonly server: WireServer
  readonly #settings: BrokerListenerSettings
  readonly #ends = new Map<string, WireEnd>()
  /** Facts of deliveries whose bytes are not written yet, by connection. */
  readonly #delivered = new Map<string, Map<string, FactId>>()
  #waking: TimerId | null = null
  /** What came while the broker was frozen; null while it is not. */
  #frozen: (() => void)[] | null = null

  constructor(settings: BrokerListenerSettings) {
    this.#settings = settings
    const { brokerSettings, heartbeatSeconds } = settings
    this.server = createWireServer({
      recorder: this.#watching(settings.recorder),
      wakeAt: (instant) => {
        this.#wakeAt(instant)
      },
      ...(brokerSettings === undefined ? {} : { brokerSettings }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    })
    settings.network.listen(settings.port, this)
  }

  opened(link: string): void {
    this.#whenAwake(() => {
      this.#delivered.set(link, new Map())
      this.#ends.set(link, acceptSocket(this.server, this.#socketOf(link), link))
    })
  }

  received(link: string, bytes: Uint8Array): void {
    this.#whenAwake(() => {
      const end = this.#ends.get(link)
      const { receive } = this.#settings
      if (receive === undefined) end?.receive(bytes)
      else receive(link, bytes, (piece) => end?.receive(piece))
    })
  }

  ended(link: string): void {
    this.#whenAwake(() => {
      this.#ends.get(link)?.closed()
      this.#forget(link)
      this.#settings.network.end(link, this.#settings.recorder.cause)
    })
  }

  /** The instant the server asked for has come. */
  wake(): void {
    this.#waking = null
    this.#whenAwake(() => {
      wake(this.server)
    })
  }

  /** Ends the broker process; new connections are refused until it is started again. */
  stop(how: 'clean' | 'killed'): void {
    this.#frozen = null
    this.#settings.network.unlisten(this.#settings.port)
    stopServer(this.server, how)
  }

  /** Starts the broker process again, with what it kept on disk. */
  start(): void {
    this.#settings.network.listen(this.#settings.port, this)
    for (const name of this.server.hosts.keys()) {
      actOn(this.server, name, ({ broker, context }) => {
        startBroker(broker, context)
      })
    }
  }

  /** Sets the alarm of a full memory off, or ends it. */
  setMemoryAlarm(isOn: boolean): void {
    for (const name of this.server.hosts.keys()) {
      actOn(this.server, name, ({ broker, context }) => {
        setAlarm(broker, context, { alarm: 'memory', isOn })
      })
    }
  }

  /** Stops the process as SIGSTOP does, or lets it go on: meanwhile everything waits. */
  freeze(isFrozen: boolean): void {
    if (isFrozen) {
      this.#frozen ??= []
      return
    }
    const waiting = this.#frozen ?? []
    this.#frozen = null
    for (const work of waiting) work()
  }

  #whenAwake(work: () => void): void {
    if (this.#frozen === null) work()
    else this.#frozen.push(work)
  }

  #socketOf(link: string): WireSocket {
    const { network, recorder } = this.#settings
    return {
      write: (bytes: Uint8Array) => {
        const delivered = this.#delivered.get(link) ?? new Map<string, FactId>()
        for (const piece of splitDeliveries(bytes, delivered, recorder.cause)) {
          network.send(link, piece.bytes, piece.cause)
        }
      },
      end: () => {
        network.end(link, recorder.cause)
        this.#forget(link)
      },
      abort: () => {
        network.reset(link, recorder.cause)
        this.#forget(link)
      },
      pause: () => {
        network.pause(link)
      },
      resume: () => {
        network.resume(link)
      },
      unsentBytes: () => 0,
    }
  }

  #forget(link: string): void {
    this.#ends.delete(link)
    this.#delivered.delete(link)
  }

  #wakeAt(instant: Instant | null): void {
    if (this.#waking !== null) this.#settings.cancel(this.#waking)
    this.#waking = null
    if (instant === null) return
    const wait = Math.max(0, between(this.#settings.recorder.now, instant))
    this.#waking = this.#settings.planWaking(us(wait))
  }

  /** Passes facts on and remembers those of deliveries. */
  #watching(recorder: Recorder<AmqpFacts>): Recorder<AmqpFacts> {
    const delivered = this.#delivered
    return {
      get now() {
        return recorder.now
      },
      get cause() {
        return recorder.cause
      },
      record(kind, fields, cause) {
        const fact = recorder.record(kind, fields, cause)
        if (kind !== 'amqp.message-delivered') return fact
        const { connection, channel, deliveryTag } = fields as Fields<
          AmqpFacts['amqp.message-delivered']
        >
        const key = deliveryKey(channel ?? 0, deliveryTag ?? 0)
        delivered.get(connection ?? '')?.set(key, fact)
        return fact
      },
    }
  }
}
