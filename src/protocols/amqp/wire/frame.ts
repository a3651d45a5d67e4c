import { grow, type ByteWriter } from './byte-writer.ts'

/** A frame as it arrived. Its payload lies in bytes that are the reader's: copy what stays. */
export interface Frame {
  readonly type: number
  readonly channel: number
  readonly bytes: Uint8Array
  /** Where the payload starts and ends (excluded) in `bytes`. */
  readonly start: number
  readonly end: number
}

/** The types of frames. */
export const FRAME_METHOD = 1
export const FRAME_HEADER = 2
export const FRAME_BODY = 3
export const FRAME_HEARTBEAT = 8

/** The last byte of every frame. */
export const FRAME_END = 0xce

/** Type, channel and size before the payload. */
export const FRAME_HEAD_SIZE = 7

/** What a frame takes beside its payload. */
export const FRAME_OVERHEAD = 8

/** Bytes that arrived and are not read yet. They may come in pieces of any size. */
export interface Inbox {
  bytes: Uint8Array
  start: number
  end: number
  /** Whether `bytes` is the inbox's own, so that more can be written behind what is there. */
  isOwn: boolean
}

/** An inbox with nothing in it. */
export function createInbox(): Inbox {
  return { bytes: NO_BYTES, start: 0, end: 0, isOwn: false }
}

const NO_BYTES = new Uint8Array(0)

/** How many bytes wait to be read. */
export function waitingBytes(inbox: Inbox): number {
  return inbox.end - inbox.start
}

/**
 * Puts a piece of the stream behind what waits. A piece that meets an empty inbox is not copied:
 * it must not change until it is read, or {@link settle} is called.
 */
export function put(inbox: Inbox, piece: Uint8Array): void {
  const waiting = waitingBytes(inbox)
  if (waiting === 0) {
    inbox.bytes = piece
    inbox.start = 0
    inbox.end = piece.length
    inbox.isOwn = false
    return
  }
  makeRoom(inbox, piece.length)
  inbox.bytes.set(piece, inbox.end)
  inbox.end += piece.length
}

/** Copies what waits into the inbox's own bytes, so that nothing of the last piece is needed. */
export function settle(inbox: Inbox): void {
  if (waitingBytes(inbox) === 0) {
    inbox.bytes = NO_BYTES
    inbox.start = 0
    inbox.end = 0
    inbox.isOwn = false
  } else if (!inbox.isOwn) makeRoom(inbox, 0)
}

/** Room for `count` more bytes; it doubles, so that feeding byte by byte stays cheap. */
function makeRoom(inbox: Inbox, count: number): void {
  const waiting = waitingBytes(inbox)
  if (inbox.isOwn && inbox.end + count <= inbox.bytes.length) return
  const isSparse = inbox.isOwn && (waiting + count) * 2 <= inbox.bytes.length
  const bytes = isSparse ? inbox.bytes : new Uint8Array(Math.max(64, (waiting + count) * 2))
  bytes.set(inbox.bytes.subarray(inbox.start, inbox.end))
  inbox.bytes = bytes
  inbox.start = 0
  inbox.end = waiting
  inbox.isOwn = true
}

/** What is wrong with a frame before anybody looks at its payload. */
export type FrameFault =
  | { readonly fault: 'too-large'; readonly type: number; readonly size: number }
  | {
      readonly fault: 'bad-end'
      readonly type: number
      readonly start: number
      readonly size: number
      readonly end: number
    }

/** Takes the next frame out of the inbox; null when it is not complete yet. */
export function takeFrame(inbox: Inbox, payloadMax: number): Frame | FrameFault | null {
  const waiting = waitingBytes(inbox)
  if (waiting < FRAME_HEAD_SIZE) return null
  const { bytes, start } = inbox
  const type = bytes[start] as number
  const channel = ((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number)
  const size =
    (bytes[start + 3] as number) * 0x1000000 +
    (((bytes[start + 4] as number) << 16) |
      ((bytes[start + 5] as number) << 8) |
      (bytes[start + 6] as number))
  if (size > payloadMax) return { fault: 'too-large', type, size }
  if (waiting < size + FRAME_OVERHEAD) return null
  const payload = start + FRAME_HEAD_SIZE
  const last = bytes[payload + size] as number
  if (last !== FRAME_END) return { fault: 'bad-end', type, start: payload, size, end: last }
  inbox.start = payload + size + 1
  return { type, channel, bytes, start: payload, end: payload + size }
}

/** Begins a frame, whose payload is written next, and gives the place to end it with. */
export function beginFrame(writer: ByteWriter, type: number, channel: number): number {
  const at = grow(writer, FRAME_HEAD_SIZE)
  writer.bytes[at] = type
  writer.view.setUint16(at + 1, channel)
  return at
}

/** Ends the frame that was begun at `at`: writes its size and its last byte. */
export function endFrame(writer: ByteWriter, at: number): void {
  writer.view.setUint32(at + 3, writer.length - at - FRAME_HEAD_SIZE)
  const end = grow(writer, 1)
  writer.bytes[end] = FRAME_END
}

/** Writes a body as frames whose payloads have at most `payloadMax` bytes. */
export function writeBody(
  writer: ByteWriter,
  channel: number,
  body: Uint8Array,
  payloadMax: number,
): void {
  for (let start = 0; start < body.length; start += payloadMax) {
    const size = Math.min(payloadMax, body.length - start)
    const at = beginFrame(writer, FRAME_BODY, channel)
    const payload = grow(writer, size)
    writer.bytes.set(size === body.length ? body : body.subarray(start, start + size), payload)
    endFrame(writer, at)
  }
}
