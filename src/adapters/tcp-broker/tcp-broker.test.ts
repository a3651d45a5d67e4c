import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Channel, type ChannelModel } from 'amqplib'
import { afterEach, describe, expect, it } from 'vitest'
import { startTcpBroker, type TcpBroker } from './tcp-broker.ts'

const NOW_MS = 1_767_225_600_000

let broker: TcpBroker
let connections: ChannelModel[] = []

interface Files {
  readonly tracePath?: string
  readonly dataPath?: string
}

async function start(files: Files = {}): Promise<void> {
  broker = await startTcpBroker({ host: '127.0.0.1', port: 0, nowMs: NOW_MS, ...files })
}

function newFile(name: string): string {
  return join(mkdtempSync(join(tmpdir(), 'broker-')), name)
}

async function client(url = `amqp://127.0.0.1:${broker.port}`): Promise<ChannelModel> {
  const connection = await connect(url)
  connections.push(connection)
  return connection
}

/** The messages a queue holds, taken with get. */
async function drain(channel: Channel, queue: string): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const message = await channel.get(queue, { noAck: true })
    if (message === false) return texts
    texts.push(message.content.toString())
  }
}

/** What an event emitter says, in order. */
function events(emitter: ChannelModel | Channel): string[] {
  const said: string[] = []
  emitter.on('error', (error: Error) => said.push(`error: ${error.message}`))
  emitter.on('close', () => said.push('close'))
  return said
}

afterEach(async () => {
  await Promise.allSettled(connections.map((one) => one.close()))
  connections = []
  await broker.close()
})

describe('amqplib over TCP', () => {
  it('[R-01] negotiates 60 s, 131072 bytes and 2047 channels', async () => {
    await start()
    const { connection } = (await client()) as ChannelModel & {
      connection: Record<string, unknown>
    }
    const { heartbeat, frameMax, channelMax } = connection
    expect({ heartbeat, frameMax, channelMax }).toEqual({
      heartbeat: 60,
      frameMax: 131_072,
      channelMax: 2_047,
    })
  })

  it('[R-02] a wrong password is told as by RabbitMQ', async () => {
    await start()
    await expect(client(`amqp://guest:wrong@127.0.0.1:${broker.port}`)).rejects.toThrow(
      'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."',
    )
  })

  it('[R-03] an unknown virtual host is told as by RabbitMQ', async () => {
    await start()
    await expect(client(`amqp://127.0.0.1:${broker.port}/nosuch`)).rejects.toThrow(
      'Expected ConnectionOpenOk; got <ConnectionClose channel:0>',
    )
  })

  it('[R-05] a channel error rejects the call, then the channel says error and close', async () => {
    await start()
    const channel = await (await client()).createChannel()
    const said = events(channel)
    const text = `NOT_FOUND - no queue 'nosuch' in vhost '/'`
    await expect(channel.checkQueue('nosuch')).rejects.toThrow(
      `Operation failed: QueueDeclare; 404 (NOT-FOUND) with message "${text}"`,
    )
    await new Promise(setImmediate)
    expect(said).toEqual([
      `error: Channel closed by server: 404 (NOT-FOUND) with message "${text}"`,
      'close',
    ])
  })

  it('[R-18] a name that is too long never reaches the broker', async () => {
    await start()
    const channel = await (await client()).createChannel()
    expect(() => channel.publish('', 'k'.repeat(256), Buffer.from(''))).toThrow(
      "Field 'routingKey' is the wrong type; must be a string (up to 255 chars)",
    )
    expect(channel.publish('', 'k'.repeat(255), Buffer.from(''))).toBe(true)
  })

  it('[R-19] what is not said is durable, not exclusive, transient, acknowledged by hand', async () => {
    await start()
    const channel = await (await client()).createChannel()
    await channel.assertQueue('q')
    const queue = broker.wire.hosts.get('/')?.broker.queues.get('q')
    expect(queue).toMatchObject({ durable: true, autoDelete: false, owner: null })
    channel.sendToQueue('q', Buffer.from('x'))
    const message = await channel.get('q')
    if (message === false) throw new Error('no message')
    expect(message.properties.deliveryMode).toBe(undefined)
    channel.nack(message)
    expect(await drain(channel, 'q')).toEqual(['x'])
  })

  it('[R-21] a message has fields and all fourteen properties, and headers that are never missing', async () => {
    await start()
    const channel = await (await client()).createChannel()
    await channel.assertQueue('q')
    channel.sendToQueue('q', Buffer.from('x'))
    const message = await channel.get('q')
    if (message === false) throw new Error('no message')
    expect(message.fields).toEqual({
      deliveryTag: 1,
      redelivered: false,
      exchange: '',
      routingKey: 'q',
      messageCount: 0,
    })
    expect(Object.keys(message.properties)).toHaveLength(14)
    expect(message.properties.headers).toEqual({})
  })

  it('[R-22] an expiration given as a number arrives as text, a timestamp as it was', async () => {
    await start()
    const channel = await (await client()).createChannel()
    await channel.assertQueue('q')
    const headers = { whole: 5, deep: { list: [1, 'two', null, 2.5, true] }, none: undefined }
    channel.sendToQueue('q', Buffer.from(''), { expiration: 5_000, timestamp: 1_234, headers })
    const message = await channel.get('q')
    expect(message && message.properties).toMatchObject({
      expiration: '5000',
      timestamp: 1_234,
      headers: { whole: 5, deep: { list: [1, 'two', null, 2.5, true] } },
    })
  })

  it('[A-24] a body of 300 000 bytes goes there and back', async () => {
    await start()
    const connection = await client()
    const channel = await connection.createConfirmChannel()
    await channel.assertQueue('q')
    const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
    channel.sendToQueue('q', body)
    await channel.waitForConfirms()
    const message = await channel.get('q')
    expect(message && message.content.equals(body)).toBe(true)
  })

  it('[R-09] a restart says close to its clients, and durable messages are there after it', async () => {
    await start()
    const connection = await client()
    const said = events(connection)
    const channel = await connection.createConfirmChannel()
    channel.on('error', () => {})
    await channel.assertQueue('q', { durable: true })
    channel.sendToQueue('q', Buffer.from('kept'), { persistent: true })
    channel.sendToQueue('q', Buffer.from('lost'))
    await channel.waitForConfirms()
    await broker.stop('clean')
    await broker.start()
    expect(said).toEqual(['close'])
    const again = await (await client()).createChannel()
    expect(await drain(again, 'q')).toEqual(['kept'])
  })

  it('[A-23] bytes that are no frames end their connection and no other', async () => {
    await start()
    const connection = await client()
    const said = events(connection)
    const answer = await new Promise<string>((resolve) => {
      const socket = createConnection(broker.port, '127.0.0.1', () =>
        socket.write('HELO there\r\n'),
      )
      let text = ''
      socket.on('data', (bytes) => (text += bytes.toString('latin1')))
      socket.on('close', () => {
        resolve(text)
      })
    })
    expect(answer).toBe('AMQP\0\0\t\x01')
    await (await connection.createChannel()).close()
    expect(said).toEqual([])
  })

  it('[A-29] the trace is complete when the broker has ended', async () => {
    const path = newFile('trace.jsonl')
    await start({ tracePath: path })
    const connection = await client()
    const channel = await connection.createChannel()
    await channel.assertQueue('q')
    await connection.close()
    await broker.close()
    const facts = readFileSync(path, 'utf8').trim().split('\n')
    const kinds = facts.map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds.slice(0, 3)).toEqual([
      'amqp.connection-opened',
      'amqp.channel-opened',
      'amqp.queue-declared',
    ])
    expect(kinds.at(-1)).toBe('amqp.broker-stopped')
  })

  it('[A-30] what is durable outlives the process, when a file keeps it', async () => {
    const dataPath = newFile('state')
    await start({ dataPath })
    const channel = await (await client()).createConfirmChannel()
    await channel.assertExchange('x', 'fanout')
    await channel.assertQueue('kept')
    await channel.assertQueue('gone', { durable: false })
    await channel.bindQueue('kept', 'x', '')
    channel.publish('x', '', Buffer.from('persistent'), { persistent: true, headers: { n: 1 } })
    channel.publish('x', '', Buffer.from('transient'))
    await channel.waitForConfirms()
    await broker.close()
    await start({ dataPath })
    const again = await (await client()).createChannel()
    again.on('error', () => {})
    const message = await again.get('kept')
    expect(message && [message.content.toString(), message.properties.headers]).toEqual([
      'persistent',
      { n: 1 },
    ])
    expect(message && message.fields).toMatchObject({ exchange: 'x', messageCount: 0 })
    await expect(again.checkQueue('gone')).rejects.toThrow('404')
  })

  it('[A-30] a file that is no state of a broker is named', async () => {
    await start()
    const dataPath = newFile('state')
    writeFileSync(dataPath, 'something else')
    const settings = { host: '127.0.0.1', port: 0, nowMs: NOW_MS, dataPath }
    await expect(startTcpBroker(settings)).rejects.toThrow(
      `${dataPath} is not the state of a broker of this version. Name another file.`,
    )
  })
})
