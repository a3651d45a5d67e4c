import { seconds } from '#engine'
import { describe, expect, it } from 'vitest'
import { plainOf, tableOf } from '../../state/table.ts'
import { addVirtualHost } from '../create-server.ts'
import { PROTOCOL_HEADER, wireWorld, type WireClient, type WireWorld } from './wire-world.ts'

function begin(world: WireWorld): WireClient {
  const client = world.connect({ isRaw: true })
  client.raw(PROTOCOL_HEADER)
  return client
}

function login(client: WireClient, response: string, canHear = true, mechanism = 'PLAIN'): void {
  const capabilities = canHear ? { authentication_failure_close: true } : {}
  const clientProperties = tableOf({ capabilities })
  client.send(0, { method: 'connection.start-ok', clientProperties, mechanism, response })
}

describe('the handshake', () => {
  it('[A-22] a stream that begins otherwise is told the protocol and ended', () => {
    const world = wireWorld()
    const client = world.connect({ isRaw: true })
    client.end.receive(new Uint8Array(Buffer.from('GET / HT')))
    expect(client.isEnded).toBe(true)
    expect(client.writes).toBe(1)
    expect(world.server.connections.size).toBe(0)
  })

  it('[A-22] the server says what it is and what it can', () => {
    const client = begin(wireWorld())
    const [start] = client.read()
    if (start?.method !== 'connection.start') throw new Error('no start')
    const { capabilities, ...rest } = plainOf(start.serverProperties)
    expect(rest).toMatchObject({
      product: 'RabbitMQ',
      version: '3.10.8',
      platform: 'Queue Workshop',
    })
    expect(Object.keys(capabilities as object)).toEqual([
      'publisher_confirms',
      'exchange_exchange_bindings',
      'basic.nack',
      'consumer_cancel_notify',
      'connection.blocked',
      'consumer_priorities',
      'authentication_failure_close',
      'per_consumer_qos',
      'direct_reply_to',
    ])
    expect(Buffer.from(start.mechanisms as Uint8Array).toString()).toBe('AMQPLAIN PLAIN')
  })

  it('[R-01] it proposes 2047 channels, frames of 131072 bytes and a heartbeat of 60 s', () => {
    const client = begin(wireWorld())
    login(client, '\0guest\0guest')
    expect(client.read().at(-1)).toEqual({
      method: 'connection.tune',
      channel: 0,
      channelMax: 2_047,
      frameMax: 131_072,
      heartbeat: 60,
    })
  })

  it('[R-02] a wrong password is 403 for a client that can hear it, else only the end', () => {
    const world = wireWorld()
    const hearing = begin(world)
    const deaf = begin(world)
    login(hearing, '\0guest\0wrong')
    login(deaf, '\0guest\0wrong', false)
    expect(hearing.read().at(-1)).toMatchObject({
      method: 'connection.close',
      replyCode: 403,
      replyText:
        'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.',
      classId: 0,
      methodId: 0,
    })
    expect(deaf.methods()).toEqual(['connection.start'])
    expect([hearing.isEnded, deaf.isEnded]).toEqual([false, false])
    world.wait(seconds(3))
    expect([hearing.isEnded, deaf.isEnded]).toEqual([true, true])
  })

  it.each([
    ['PLAIN', 'garbage'],
    ['PLAIN', '\0guest\0guest\0more'],
    ['NOPE', ''],
    ['AMQPLAIN', 'junk'],
  ])(
    '[A-22] a login that is no login ends the stream without a word (%s %j)',
    (mechanism, text) => {
      const world = wireWorld()
      const client = begin(world)
      login(client, text, true, mechanism)
      expect(client.methods()).toEqual(['connection.start'])
      world.wait(seconds(3))
      expect(client.isEnded).toBe(true)
    },
  )

  it('[A-22] AMQPLAIN carries user and password as a table', () => {
    const client = begin(wireWorld())
    login(client, '\x05LOGINS\0\0\0\x05guest\x08PASSWORDS\0\0\0\x05guest', true, 'AMQPLAIN')
    expect(client.methods()).toEqual(['connection.start', 'connection.tune'])
  })

  it.each([
    { channelMax: 0, frameMax: 131_072 },
    { channelMax: 2_048, frameMax: 131_072 },
    { channelMax: 2_047, frameMax: 0 },
    { channelMax: 2_047, frameMax: 131_073 },
    { channelMax: 2_047, frameMax: 4_095 },
  ])('[A-22] who asks for more than was proposed is refused ($channelMax, $frameMax)', (limits) => {
    const world = wireWorld()
    const client = begin(world)
    login(client, '\0guest\0guest')
    client.send(0, { method: 'connection.tune-ok', heartbeat: 0, ...limits })
    client.send(0, { method: 'connection.open', virtualHost: '/' })
    expect(client.methods()).toEqual(['connection.start', 'connection.tune'])
    world.wait(seconds(3))
    expect(client.isEnded).toBe(true)
  })

  it('[R-03] an unknown virtual host is connection error 530', () => {
    const world = wireWorld()
    const client = begin(world)
    login(client, '\0guest\0guest')
    client.send(0, { method: 'connection.tune-ok', channelMax: 2_047, frameMax: 131_072 })
    client.send(0, { method: 'connection.open', virtualHost: 'nosuch' })
    expect(client.read().at(-1)).toMatchObject({
      method: 'connection.close',
      replyCode: 530,
      replyText: 'NOT_ALLOWED - vhost nosuch not found',
      classId: 10,
      methodId: 40,
    })
  })

  it('[R-03] a virtual host the user may not enter is 530 too', () => {
    const world = wireWorld({ permissionsOf: (_, host) => (host === '/' ? 'all' : null) })
    addVirtualHost(world.server, 'other')
    const client = begin(world)
    login(client, '\0guest\0guest')
    client.send(0, { method: 'connection.tune-ok', channelMax: 2_047, frameMax: 131_072 })
    client.send(0, { method: 'connection.open', virtualHost: 'other' })
    expect(client.read().at(-1)).toMatchObject({
      replyText: "NOT_ALLOWED - access to vhost 'other' refused for user 'guest'",
    })
  })

  it('[A-22] who does not finish within ten seconds is dropped', () => {
    const world = wireWorld()
    const client = begin(world)
    world.wait(seconds(9))
    expect(client.isEnded).toBe(false)
    world.wait(seconds(1))
    expect(client.isEnded).toBe(true)
    expect(world.server.connections.size).toBe(0)
  })

  it('[A-26] beyond the limit of connections a new one is dropped, the others go on', () => {
    const world = wireWorld({ limits: { connections: 2 } })
    const first = world.connect()
    world.connect()
    const third = world.connect({ isRaw: true })
    expect([first.isEnded, third.isEnded]).toEqual([false, true])
  })
})
