import { acceptSocket, createWireServer, type AmqpFacts, type WireEnd } from '#amqp'
import type { FactId, Instant, Recorder } from '#engine'

/** Messages that are published in one piece of the stream, as a busy client's socket gives them. */
const BATCH = 50
const BODY_BYTES = 1_024

/**
 * Publishes messages over the wire in memory and lets a consumer acknowledge all of them: decoding,
 * the broker, encoding. Facts are numbered and not kept, as without a trace.
 */
export function wireRun(messages: number): { readonly perSecond: number } {
  let count = 0
  const recorder: Recorder<AmqpFacts> = {
    now: 0 as Instant,
    cause: null,
    record: () => count++ as FactId,
  }
  const server = createWireServer({ recorder, wakeAt() {} })
  let deliveredBytes = 0
  const publisher = connect(() => {})
  const consumer = connect((bytes) => {
    deliveredBytes += bytes.length
  })
  consumer.receive(frame(1, 1, [0, 50, 0, 10, 0, 0, 1, 0x71, 0, 0, 0, 0, 0]))
  consumer.receive(frame(1, 1, [0, 60, 0, 20, 0, 0, 1, 0x71, 1, 0x74, 0, 0, 0, 0, 0]))
  publisher.receive(frame(1, 1, [0, 85, 0, 10, 0]))
  const batch = publishes()
  const begin = performance.now()
  for (let sent = 0; sent < messages; sent += BATCH) {
    publisher.receive(batch)
    consumer.receive(ackUpTo(sent + BATCH))
  }
  const perSecond = (messages * 1_000) / (performance.now() - begin)
  if (deliveredBytes < messages * BODY_BYTES) throw new Error('the wire lost messages')
  return { perSecond }

  function connect(onBytes: (bytes: Uint8Array) => void): WireEnd {
    const socket = {
      write: onBytes,
      end() {},
      abort() {},
      pause() {},
      resume() {},
      unsentBytes: () => 0,
    }
    const end = acceptSocket(server, socket, `client ${server.connections.size}`)
    end.receive(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]))
    const login = '\0guest\0guest'
    const mechanism = [5, ...Buffer.from('PLAIN')]
    const response = [0, 0, 0, login.length, ...Buffer.from(login)]
    end.receive(frame(1, 0, [0, 10, 0, 11, 0, 0, 0, 0, ...mechanism, ...response, 0]))
    end.receive(frame(1, 0, [0, 10, 0, 31, 0x07, 0xff, 0, 2, 0, 0, 0, 0]))
    end.receive(frame(1, 0, [0, 10, 0, 40, 1, 0x2f, 0, 0]))
    end.receive(frame(1, 1, [0, 20, 0, 10, 0]))
    return end
  }
}

function publishes(): Uint8Array {
  const method = frame(1, 1, [0, 60, 0, 40, 0, 0, 0, 1, 0x71, 0])
  const flagsAndMode = [0x10, 0, 2]
  const header = frame(2, 1, [0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, ...flagsAndMode])
  const body = frame(
    3,
    1,
    Array.from({ length: BODY_BYTES }, () => 0x78),
  )
  return Buffer.concat(Array.from({ length: BATCH }, () => [method, header, body]).flat())
}

function ackUpTo(tag: number): Uint8Array {
  const bytes = Buffer.alloc(13)
  bytes.set([0, 60, 0, 80])
  bytes.writeBigUInt64BE(BigInt(tag), 4)
  bytes[12] = 1
  return frame(1, 1, [...bytes])
}

function frame(type: number, channel: number, payload: readonly number[]): Uint8Array {
  const head = Buffer.alloc(7)
  head[0] = type
  head.writeUInt16BE(channel, 1)
  head.writeUInt32BE(payload.length, 3)
  return new Uint8Array(Buffer.concat([head, Buffer.from(payload), Buffer.of(0xce)]))
}
