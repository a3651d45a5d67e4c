/** A message as its bytes say it: where it goes, and what is in it. */
export interface Publication {
  readonly exchange: string
  readonly routingKey: string
  readonly body: Uint8Array
  /** Where in the bytes just read the message is complete. */
  readonly end: number
}

interface Unfinished {
  readonly exchange: string
  readonly routingKey: string
  readonly pieces: Uint8Array[]
  /** Bytes of the body that have not come; null until the content header says. */
  missing: number | null
}

const PROTOCOL_HEADER_BYTES = 8
const FRAME_HEADER_BYTES = 7
const METHOD = 1
const HEADER = 2
const BODY = 3
const BASIC_PUBLISH = 0x3c_0028

/**
 * Reads the messages out of what a client writes, byte for byte what a broker reads: what the code
 * publishes is seen as it leaves, and found again as it arrives.
 */
export class PublishReader {
  #rest: Uint8Array = new Uint8Array(0)
  #hasBegun = false
  readonly #contents = new Map<number, Unfinished>()

  /** Takes the next bytes and gives the messages they complete. */
  read(bytes: Uint8Array): readonly Publication[] {
    const before = this.#rest.length
    const all = new Uint8Array(before + bytes.length)
    all.set(this.#rest)
    all.set(bytes, before)
    const found: Publication[] = []
    let at = 0
    if (!this.#hasBegun && all.length >= PROTOCOL_HEADER_BYTES) {
      this.#hasBegun = true
      at = PROTOCOL_HEADER_BYTES
    }
    const view = new DataView(all.buffer)
    while (this.#hasBegun && at + FRAME_HEADER_BYTES < all.length) {
      const start = at + FRAME_HEADER_BYTES
      const end = start + view.getUint32(at + 3)
      if (end + 1 > all.length) break
      const complete = this.#take(all[at] ?? 0, view.getUint16(at + 1), all.slice(start, end))
      at = end + 1
      if (complete !== null) found.push({ ...complete, end: at - before })
    }
    this.#rest = all.slice(at)
    return found
  }

  #take(type: number, channel: number, payload: Uint8Array): Omit<Publication, 'end'> | null {
    const view = new DataView(payload.buffer)
    if (type === METHOD) {
      this.#contents.delete(channel)
      if (payload.length < 8 || view.getUint32(0) !== BASIC_PUBLISH) return null
      const [exchange, next] = shortText(payload, 6)
      const [routingKey] = shortText(payload, next)
      this.#contents.set(channel, { exchange, routingKey, pieces: [], missing: null })
      return null
    }
    const content = this.#contents.get(channel)
    if (content === undefined) return null
    if (type === HEADER && payload.length >= 12) content.missing = Number(view.getBigUint64(4))
    else if (type === BODY && content.missing !== null) {
      content.pieces.push(payload)
      content.missing -= payload.length
    }
    if (content.missing === null || content.missing > 0) return null
    this.#contents.delete(channel)
    const { exchange, routingKey, pieces } = content
    return { exchange, routingKey, body: joined(pieces) }
  }
}

function shortText(bytes: Uint8Array, at: number): readonly [text: string, end: number] {
  const end = at + 1 + (bytes[at] ?? 0)
  return [String.fromCharCode(...bytes.subarray(at + 1, end)), end]
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const body = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    body.set(piece, at)
    at += piece.length
  }
  return body
}
