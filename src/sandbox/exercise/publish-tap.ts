import type { FactId, Instant } from '#engine'
import { orderInBody, processOfConnection, type WorldEngine } from '#scenarios'
import { PublishReader } from './publish-reader.ts'

interface Line {
  readonly leaving: PublishReader
  readonly arriving: PublishReader
  /** Messages on their way, oldest first. */
  readonly sent: Sent[]
  /** At the broker, which has not said what it made of them. */
  readonly arrived: Sent[]
}

interface Sent {
  readonly fact: FactId
  readonly from: string
  readonly to: string
  readonly order: number | null
}

/** What the tap needs of the run. */
export interface TapSettings {
  /** Takes nothing once the run is over. */
  record: WorldEngine['record']
  /** Whether the stage has a place of that name. */
  isPlace(name: string): boolean
  isBrokerRunning(): boolean
  /** Whether the broker reads no commands of this connection for now. */
  isHeld(connection: string): boolean
}

/**
 * Sees what code publishes: each message becomes a fact as it leaves, with the order its body names,
 * and the broker's own fact of it has that one as its cause.
 */
export class PublishTap {
  readonly #settings: TapSettings
  readonly #lines = new Map<string, Line>()

  constructor(settings: TapSettings) {
    this.#settings = settings
  }

  /** Bytes leave a process; they arrive at the instant `arrival`. */
  leave(link: string, bytes: Uint8Array, arrival: Instant, cause: FactId | null): void {
    const line = this.#lineOf(link)
    for (const { exchange, routingKey, body } of line.leaving.read(bytes)) {
      const place = exchange === '' ? routingKey : exchange
      const to = this.#settings.isPlace(place) ? place : 'broker'
      const from = processOfConnection(link)
      const order = orderInBody(body)
      const hop = { what: 'publish', from, to, order, message: null, arrival }
      line.sent.push({ fact: this.#settings.record('net.sent', hop, cause), from, to, order })
    }
    // The process has not heard yet that nobody reads this.
    if (!this.#settings.isBrokerRunning()) this.#refuse(line.sent)
  }

  /** Bytes arrive: passes them on so that each message is taken on its own. */
  arrive(link: string, bytes: Uint8Array, pass: (bytes: Uint8Array) => void): void {
    const line = this.#lineOf(link)
    let start = 0
    for (const { end } of line.arriving.read(bytes)) {
      const sent = line.sent.shift()
      if (sent !== undefined) line.arrived.push(sent)
      pass(bytes.subarray(start, end))
      start = end
      if (!this.#settings.isHeld(link)) this.#refuse(line.arrived)
    }
    if (start < bytes.length) pass(bytes.subarray(start))
  }

  /** The fact that a message left, when the broker takes it. */
  taken(connection: string): FactId | null {
    return this.#lines.get(connection)?.arrived.shift()?.fact ?? null
  }

  /** The broker is gone, and with it every connection and what was in it. */
  drop(): void {
    for (const { sent, arrived } of this.#lines.values()) {
      this.#refuse(arrived)
      this.#refuse(sent)
    }
  }

  #refuse(messages: Sent[]): void {
    for (const { fact, from, to, order } of messages.splice(0)) {
      this.#settings.record(
        'net.refused',
        { what: 'publish', from, to, order, message: null },
        fact,
      )
    }
  }

  #lineOf(link: string): Line {
    const known = this.#lines.get(link)
    if (known !== undefined) return known
    const readers = { leaving: new PublishReader(), arriving: new PublishReader() }
    const line: Line = { ...readers, sent: [], arrived: [] }
    this.#lines.set(link, line)
    return line
  }
}
