import { describe, expect, it } from 'vitest'
import { frameBytes, methodBytes, openChannel, publishBytes, wireWorld } from './wire-world.ts'

function bytesOf(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers)
}

/** A header frame that promises a body. */
function header(channel: number, bodyBytes: number, classId = 60, weight = 0): Uint8Array {
  const payload = new Uint8Array(14)
  const view = new DataView(payload.buffer)
  view.setUint16(0, classId)
  view.setUint16(2, weight)
  view.setBigUint64(4, BigInt(bodyBytes))
  return frameBytes(2, channel, payload)
}

const PUBLISH = methodBytes(1, { method: 'basic.publish', exchange: '', routingKey: 'q' })
const QOS = methodBytes(1, { method: 'basic.qos' })

/** What a client sends on an open channel 1, and code, text, class and method it is closed with. */
const MISTAKES: readonly (readonly [
  string,
  readonly Uint8Array[],
  number,
  string,
  readonly [number, number],
])[] = [
  [
    'a wrong last byte',
    [Uint8Array.from([...QOS.slice(0, -1), 0])],
    501,
    'FRAME_ERROR - type 1, all octets = <<0,60,0,10,0,0,0,0,0,0,0>>: {invalid_frame_end_marker,0}',
    [0, 0],
  ],
  [
    'an unknown type of frame',
    [frameBytes(9, 1, bytesOf(97, 98, 99))],
    501,
    'FRAME_ERROR - type 9, all octets = <<"abc">>: unknown_frame',
    [0, 0],
  ],
  [
    'a frame that is too large',
    [bytesOf(3, 0, 1, 0xff, 0xff, 0xff, 0xff, 0, 0)],
    501,
    'FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4294967295,131064}',
    [0, 0],
  ],
  [
    'fields that are cut off',
    [frameBytes(1, 1, bytesOf(0, 50, 0, 10, 0, 0, 5, 97, 98))],
    501,
    'FRAME_ERROR - cannot decode <<0,0,5,97,98>>',
    [50, 10],
  ],
  [
    'a name that is no text',
    [frameBytes(1, 1, bytesOf(0, 50, 0, 10, 0, 0, 2, 0xff, 0xfe, 1, 0, 0, 0, 0))],
    501,
    'FRAME_ERROR - Malformed UTF-8 in shortstr',
    [0, 0],
  ],
  [
    'a heartbeat on a channel',
    [frameBytes(8, 1, bytesOf())],
    505,
    'UNEXPECTED_FRAME - type 8, all octets = <<>>',
    [0, 0],
  ],
  [
    'content without a method',
    [header(1, 3)],
    505,
    'UNEXPECTED_FRAME - expected method frame, got non method frame instead',
    [0, 0],
  ],
  [
    'a method instead of the header',
    [PUBLISH, QOS],
    505,
    'UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead',
    [60, 40],
  ],
  [
    'a method instead of the body',
    [PUBLISH, header(1, 5), frameBytes(3, 1, bytesOf(1, 2)), QOS],
    505,
    'UNEXPECTED_FRAME - expected content body, got non content body frame instead',
    [60, 40],
  ],
  [
    'a header of another class',
    [PUBLISH, header(1, 5, 50)],
    505,
    'UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead',
    [60, 40],
  ],
  [
    'properties nobody can read',
    [PUBLISH, frameBytes(2, 1, bytesOf(0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 9, 97))],
    541,
    'INTERNAL_ERROR',
    [0, 0],
  ],
  [
    'a channel that is not open',
    [methodBytes(2, { method: 'basic.qos' })],
    504,
    "CHANNEL_ERROR - expected 'channel.open'",
    [60, 10],
  ],
  [
    'a channel that is open already',
    [methodBytes(1, { method: 'channel.open' })],
    504,
    "CHANNEL_ERROR - second 'channel.open' seen",
    [20, 10],
  ],
  [
    "a channel's method on channel 0",
    [methodBytes(0, { method: 'basic.qos' })],
    504,
    'CHANNEL_ERROR - unexpected method in connection state running',
    [60, 10],
  ],
  [
    'content on channel 0',
    [header(0, 3)],
    505,
    'UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,3,0,0>>',
    [0, 0],
  ],
  [
    'a method only servers send',
    [methodBytes(1, { method: 'queue.declare-ok', queue: 'q' })],
    503,
    'COMMAND_INVALID - unimplemented method',
    [50, 11],
  ],
  [
    'a method nobody knows',
    [frameBytes(1, 1, bytesOf(0, 60, 0, 99))],
    540,
    'NOT_IMPLEMENTED - unknown method',
    [60, 99],
  ],
  [
    'a flow that is switched off',
    [methodBytes(1, { method: 'channel.flow', active: false })],
    540,
    'NOT_IMPLEMENTED - active=false',
    [20, 20],
  ],
  [
    'a prefetch in bytes',
    [methodBytes(1, { method: 'basic.qos', prefetchSize: 10 })],
    540,
    'NOT_IMPLEMENTED - prefetch_size!=0 (10)',
    [60, 10],
  ],
  [
    'recovering without a requeue',
    [methodBytes(1, { method: 'basic.recover-async', requeue: false })],
    540,
    'NOT_IMPLEMENTED - requeue=false',
    [60, 100],
  ],
]

describe('what is not allowed', () => {
  it.each(MISTAKES)('[A-23] ends that connection: %s', (_, frames, code, text, ids) => {
    const world = wireWorld()
    const other = world.connect()
    const client = world.connect()
    openChannel(client)
    for (const frame of frames) client.raw(frame)
    const [classId, methodId] = ids
    expect(client.read()).toEqual([
      {
        method: 'connection.close',
        channel: 0,
        replyCode: code,
        replyText: text,
        classId,
        methodId,
      },
    ])
    client.send(0, { method: 'connection.close-ok' })
    expect(client.isEnded).toBe(true)
    other.send(1, { method: 'channel.open' })
    expect(other.methods()).toEqual(['channel.open-ok'])
  })

  it('[A-23] as many channels as negotiated, with any numbers', () => {
    const client = wireWorld().connect({ channelMax: 2 })
    openChannel(client, 65_535)
    openChannel(client, 3_000)
    client.send(1, { method: 'channel.open' })
    expect(client.read()).toMatchObject([
      {
        replyCode: 530,
        replyText:
          'NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)',
      },
    ])
  })

  it('[A-23] a message beyond the size limit is 406, and its body is thrown away', () => {
    const client = wireWorld({ limits: { messageBytes: 10 } }).connect()
    openChannel(client)
    client.raw(publishBytes(1, { routingKey: 'q', body: 'eleven byte' }))
    expect(client.read()).toMatchObject([
      {
        method: 'channel.close',
        replyCode: 406,
        replyText: 'PRECONDITION_FAILED - message size 11 is larger than configured max size 10',
        classId: 60,
        methodId: 40,
      },
    ])
    client.send(1, { method: 'channel.close-ok' })
    client.send(1, { method: 'channel.open' })
    expect(client.methods()).toEqual(['channel.open-ok'])
  })

  it('[A-26] unfinished messages may take only so much memory', () => {
    const world = wireWorld({ limits: { unfinishedBytes: 2_000 } })
    const client = world.connect()
    for (const channel of [1, 2, 3]) {
      openChannel(client, channel)
      client.send(channel, { method: 'basic.publish', routingKey: 'q' })
      client.raw(header(channel, 5_000))
      client.raw(frameBytes(3, channel, new Uint8Array(800)))
    }
    expect(client.read()).toMatchObject([{ method: 'connection.close', replyCode: 506 }])
    expect(world.server.unfinishedBytes).toBe(0)
  })
})
