import { ms, seconds } from '#engine'
import { describe, expect, it } from 'vitest'
import { setAlarm } from '../../commands/alarm.ts'
import { actOn, stopServer } from '../serve.ts'
import { frameBytes, openChannel, publishBytes, wireWorld } from './wire-world.ts'
import type { WireClient } from './wire-world.ts'

describe('a channel after an error', () => {
  it('[A-02] ignores everything until the client has answered', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'queue.declare', queue: 'nosuch', passive: true })
    client.send(1, { method: 'queue.declare', queue: 'q' })
    client.publish(1, { routingKey: 'q', body: 'x' })
    client.send(1, { method: 'channel.close-ok' })
    client.send(1, { method: 'channel.open' })
    client.send(1, { method: 'queue.declare', queue: 'q', passive: true })
    expect(client.read()).toMatchObject([
      { method: 'channel.close', replyCode: 404, classId: 50, methodId: 10 },
      { method: 'channel.open-ok' },
      { method: 'channel.close', replyCode: 404 },
    ])
  })

  it('[A-02] both sides may close at once', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'queue.declare', queue: 'nosuch', passive: true })
    client.send(1, { method: 'channel.close' })
    client.send(1, { method: 'channel.close-ok' })
    client.send(1, { method: 'channel.open' })
    expect(client.methods()).toEqual(['channel.close', 'channel.close-ok', 'channel.open-ok'])
  })
})

describe('messages', () => {
  it('[A-24] a body in many frames, interleaved with other channels, arrives whole', () => {
    const client = wireWorld().connect({ frameMax: 4_096 })
    openChannel(client, 1)
    openChannel(client, 2)
    client.send(1, { method: 'queue.declare', queue: 'q' })
    const body = 'abcdefghij'.repeat(1_000)
    const frames = splitFrames(publishBytes(1, { routingKey: 'q', body }))
    const others = splitFrames(publishBytes(2, { routingKey: 'q', body: 'short' }))
    for (const [index, frame] of frames.entries()) {
      client.raw(frame)
      const other = others[index]
      if (other !== undefined) client.raw(other)
    }
    client.send(1, { method: 'basic.consume', queue: 'q', consumerTag: 't' })
    const received = client.read()
    const texts = received.flatMap((one) => (one.method === 'body' ? [one.text] : []))
    expect(texts[0]).toBe('short')
    expect(texts.slice(1).map(({ length }) => length)).toEqual([4_088, 4_088, 1_824])
    expect(texts.slice(1).join('')).toBe(body)
  })

  it('[A-24] the answer to consume comes before what it delivers', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'queue.declare', queue: 'q' })
    client.publish(1, { routingKey: 'q', body: 'x' })
    client.read()
    client.send(1, { method: 'basic.consume', queue: 'q' })
    expect(client.methods()).toEqual(['basic.consume-ok', 'basic.deliver', 'header', 'body'])
  })

  it('[A-24] properties and headers go through as they came', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'queue.declare', queue: 'q' })
    const headers = new Map([['n', { type: 'unsignedint', value: 7 }]] as const)
    const properties = { headers, correlationId: 'c', timestamp: 2n ** 63n + 1n }
    client.publish(1, { routingKey: 'q', properties })
    client.send(1, { method: 'basic.get', queue: 'q', noAck: true })
    expect(client.read().find(({ method }) => method === 'header')).toMatchObject({ properties })
  })

  it('[A-24] without an answer wanted there is none', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'exchange.declare', exchange: 'x', type: 'fanout', noWait: true })
    client.send(1, { method: 'queue.declare', queue: 'q', noWait: true })
    client.send(1, { method: 'queue.bind', queue: 'q', exchange: 'x', noWait: true })
    client.send(1, { method: 'confirm.select', noWait: true })
    client.send(1, { method: 'basic.consume', queue: 'q', consumerTag: 't', noWait: true })
    client.send(1, { method: 'basic.cancel', consumerTag: 't', noWait: true })
    client.send(1, { method: 'queue.purge', queue: 'q', noWait: true })
    client.send(1, { method: 'queue.delete', queue: 'q', noWait: true })
    client.send(1, { method: 'exchange.delete', exchange: 'x', noWait: true })
    expect(client.methods()).toEqual([])
  })

  it('[A-25] confirms of one turn are one, and so is the write', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'confirm.select' })
    client.read()
    const { writes } = client
    const one = publishBytes(1, { routingKey: 'nowhere', body: 'x' })
    client.raw(Uint8Array.from([...one, ...one, ...one]))
    expect(client.read()).toMatchObject([{ method: 'basic.ack', deliveryTag: 3, multiple: true }])
    expect(client.writes - writes).toBe(1)
    client.raw(one)
    expect(client.read()).toMatchObject([{ method: 'basic.ack', deliveryTag: 4, multiple: false }])
  })

  it('[A-25] a return comes before the confirm of its message', () => {
    const client = wireWorld().connect()
    openChannel(client)
    client.send(1, { method: 'confirm.select' })
    client.read()
    client.publish(1, { routingKey: 'nowhere', mandatory: true })
    expect(client.methods()).toEqual(['basic.return', 'header', 'basic.ack'])
  })
})

describe('closing', () => {
  it('[A-27] a client that closes is answered, and hangs up itself', () => {
    const world = wireWorld()
    const client = world.connect()
    client.send(0, { method: 'connection.close', replyCode: 200, replyText: 'bye' })
    expect(client.methods()).toEqual(['connection.close-ok'])
    expect(world.facts.at(-1)?.fields).toMatchObject({ code: 200, reason: 'client' })
    client.send(0, { method: 'connection.close', replyCode: 200, replyText: 'again' })
    world.wait(seconds(29))
    expect([client.methods(), client.isEnded]).toEqual([[], false])
    world.wait(seconds(1))
    expect(client.isEnded).toBe(true)
  })

  it('[A-27] a client that does not answer the close is dropped after 30 s', () => {
    const world = wireWorld()
    const client = world.connect()
    client.send(7, { method: 'channel.close', replyCode: 200, replyText: 'never opened' })
    world.wait(seconds(29))
    expect(client.isEnded).toBe(false)
    world.wait(seconds(1))
    expect(client.isEnded).toBe(true)
  })

  it('[A-27] a client that sends no frames has only 3 s for the answer', () => {
    const world = wireWorld()
    const client = world.connect()
    client.raw(frameBytes(9, 0, new Uint8Array(0)))
    world.wait(seconds(2))
    expect(client.isEnded).toBe(false)
    world.wait(seconds(1))
    expect(client.isEnded).toBe(true)
  })

  it('[R-09] an orderly stop tells every client 320', () => {
    const world = wireWorld()
    const client = world.connect()
    stopServer(world.server, 'clean')
    expect(client.read()).toMatchObject([
      {
        replyCode: 320,
        replyText: "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'",
      },
    ])
  })

  it('[R-104] a lost stream gives back what was not acknowledged', () => {
    const world = wireWorld()
    const [one, other] = [world.connect(), world.connect()]
    openChannel(one)
    openChannel(other)
    one.send(1, { method: 'queue.declare', queue: 'q' })
    one.publish(1, { routingKey: 'q', body: 'x' })
    one.send(1, { method: 'basic.consume', queue: 'q' })
    other.send(1, { method: 'basic.consume', queue: 'q' })
    other.read()
    one.end.closed()
    expect(other.read()[0]).toMatchObject({ method: 'basic.deliver', redelivered: true })
    expect(world.server.connections.size).toBe(1)
  })
})

describe('heartbeats', () => {
  it('[R-152] a silent client is dropped after two to three intervals', () => {
    const world = wireWorld()
    const client = world.connect({ heartbeat: 2 })
    world.wait(seconds(4))
    expect(client.isEnded).toBe(false)
    world.wait(seconds(2))
    expect(client.isEnded).toBe(true)
    expect(world.notices.at(-1)?.detail).toBe('missed heartbeats from client, timeout: 2s')
  })

  it('[R-152] a client that sends heartbeats stays, and gets one in each interval', () => {
    const world = wireWorld()
    const client = world.connect({ heartbeat: 2 })
    for (let second = 0; second < 20; second += 2) {
      world.wait(seconds(2))
      client.raw(frameBytes(8, 0, new Uint8Array(0)))
    }
    expect(client.isEnded).toBe(false)
    const beats = client.methods().filter((method) => method === 'heartbeat').length
    expect(beats).toBeGreaterThanOrEqual(9)
    expect(beats).toBeLessThanOrEqual(11)
  })

  it('[R-152] without a heartbeat nothing is sent and nobody is dropped', () => {
    const world = wireWorld()
    const client = world.connect({ heartbeat: 0 })
    world.wait(seconds(3_600))
    expect([client.isEnded, client.methods()]).toEqual([false, []])
  })
})

describe('an alarm', () => {
  it('[R-155] holds a client that publishes, all of it, and lets it go on where it was', () => {
    const world = wireWorld()
    const client = world.connect()
    openChannel(client)
    client.send(1, { method: 'queue.declare', queue: 'q' })
    client.read()
    alarm(true)
    client.send(1, { method: 'queue.declare', queue: 'q' })
    expect(client.methods()).toEqual(['queue.declare-ok'])
    client.publish(1, { routingKey: 'q', body: 'held' })
    client.send(1, { method: 'basic.get', queue: 'q', noAck: true })
    expect(client.read()).toMatchObject([{ method: 'connection.blocked', reason: 'low on memory' }])
    world.wait(ms(500))
    alarm(false)
    expect(client.methods()).toEqual(['connection.unblocked', 'basic.get-ok', 'header', 'body'])

    function alarm(isOn: boolean): void {
      actOn(world.server, '/', ({ broker, context }) => {
        setAlarm(broker, context, { alarm: 'memory', isOn })
      })
    }
  })
})

describe('a client that does not read', () => {
  it('[A-26] gets no more than the limit; the rest stays ready until it reads', () => {
    const world = wireWorld({ limits: { unreadBytes: 10_000 } })
    const [slow, producer] = [world.connect(), world.connect()]
    openChannel(slow)
    openChannel(producer)
    slow.send(1, { method: 'queue.declare', queue: 'q' })
    slow.send(1, { method: 'basic.consume', queue: 'q', noAck: true })
    slow.read()
    slow.unsent = 10_001
    for (let index = 0; index < 50; index++) {
      producer.publish(1, { routingKey: 'q', body: String(index) })
    }
    const early = textsOf(slow)
    producer.send(1, { method: 'queue.declare', queue: 'q', passive: true })
    expect(producer.read()).toMatchObject([{ messageCount: 50 - early.length }])
    expect(early.length).toBeLessThan(3)
    slow.unsent = 0
    slow.end.drained()
    expect([...early, ...textsOf(slow)]).toEqual(
      Array.from({ length: 50 }, (_, index) => `${index}`),
    )
  })

  it('[A-26] is not listened to while it leaves its answers unread, and dropped after a minute', () => {
    const world = wireWorld({ limits: { unreadBytes: 10_000 } })
    const [patient, dead] = [world.connect(), world.connect()]
    for (const client of [patient, dead]) {
      openChannel(client)
      client.unsent = 50_000
      client.send(1, { method: 'queue.declare', queue: 'q' })
      client.read()
      client.send(1, { method: 'queue.declare', queue: 'r' })
    }
    expect([patient.isPaused, patient.methods()]).toEqual([true, []])
    patient.unsent = 0
    patient.end.drained()
    expect([patient.isPaused, patient.methods()]).toEqual([false, ['queue.declare-ok']])
    world.wait(seconds(60))
    expect([patient.isEnded, dead.isEnded]).toEqual([false, true])
  })
})

/** The bodies that have come. */
function textsOf(client: WireClient): readonly string[] {
  return client.read().flatMap((one) => (one.method === 'body' ? [one.text] : []))
}

/** The frames in some bytes, one by one. */
function splitFrames(bytes: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let at = 0; at < bytes.length;) {
    const end = at + 8 + view.getUint32(at + 3)
    frames.push(bytes.slice(at, end))
    at = end
  }
  return frames
}
