import type { FactId } from '#engine'

/** Bytes that go to a client, and the fact they tell of. */
export interface CausedBytes {
  readonly bytes: Uint8Array
  readonly cause: FactId | null
}

const FRAME_HEADER_BYTES = 7
const FRAME_METHOD = 1
const BASIC_DELIVER = 0x3c_003c
const BASIC_GET_OK = 0x3c_0047

/**
 * Cuts what a server writes in one go where a new delivery begins, and gives each piece the fact of
 * its delivery: what a client does about a message is then caused by that message and not by its
 * neighbour. Bytes before the first delivery (an answer) stay with it.
 *
 * @param bytes whole frames.
 * @param delivered facts of the connection's deliveries that were not written yet, by
 *   {@link deliveryKey}; the ones found are taken out.
 */
export function splitDeliveries(
  bytes: Uint8Array,
  delivered: Map<string, FactId>,
  cause: FactId | null,
): readonly CausedBytes[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pieces: CausedBytes[] = []
  let begin = 0
  let current = cause
  let hasDelivery = false
  for (let at = 0; at + FRAME_HEADER_BYTES < bytes.length;) {
    const key = deliveryAt(view, at)
    if (key !== null) {
      if (hasDelivery) {
        pieces.push({ bytes: bytes.subarray(begin, at), cause: current })
        begin = at
      }
      current = delivered.get(key) ?? cause
      delivered.delete(key)
      hasDelivery = true
    }
    at += FRAME_HEADER_BYTES + view.getUint32(at + 3) + 1
  }
  pieces.push({ bytes: bytes.subarray(begin), cause: current })
  return pieces
}

/** Names a delivery within its connection. */
export function deliveryKey(channel: number, deliveryTag: number): string {
  return `${channel} ${deliveryTag}`
}

/** The key of the delivery that a frame begins; null when it begins none. */
function deliveryAt(view: DataView, at: number): string | null {
  if (view.getUint8(at) !== FRAME_METHOD) return null
  const payload = at + FRAME_HEADER_BYTES
  const method = view.getUint32(payload)
  if (method !== BASIC_DELIVER && method !== BASIC_GET_OK) return null
  // basic.deliver has the consumer tag first, a text with its length in front.
  const tag = payload + 4 + (method === BASIC_DELIVER ? 1 + view.getUint8(payload + 4) : 0)
  return deliveryKey(view.getUint16(at + 1), Number(view.getBigUint64(tag)))
}
