import type * as nodeNet from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createMachine, echoAt } from './machine.ts'

const machines: ReturnType<typeof createMachine>[] = []
function machine(): ReturnType<typeof createMachine> {
  const made = createMachine(1, (host) => {
    echoAt(host, 7)
  })
  machines.push(made)
  return made
}
afterEach(() => {
  for (const { host } of machines.splice(0)) host.close()
})

it('[X-09] a socket carries bytes there and back, a hop each way, and ends in both directions', async () => {
  const { start, until, printed, ends } = machine()
  start(({ require, console }) => {
    const net = require('node:net') as typeof nodeNet
    const socket = net.connect(7, 'localhost', () => {
      console.log('connected', socket.remotePort, socket.localPort)
      socket.write('one ')
      socket.end('two')
    })
    socket.setEncoding('utf8')
    socket.on('data', (text) => console.log('data', text))
    socket.on('end', () => console.log('end'))
    socket.on('close', () => console.log('close', socket.bytesRead, socket.bytesWritten))
  })
  await until(1)
  expect(printed()).toEqual(['2 connected 7 49152', '4 data one two', '4 end', '4 close 7 7'])
  expect(ends()).toEqual(['4 client exited 0'])
})

it('[R-03] nobody listens: the error is the one Node gives', async () => {
  const { start, until, printed } = machine()
  start(({ require, console }) => {
    const net = require('net') as typeof nodeNet
    const say = (error: NodeJS.ErrnoException & { address?: string; port?: number }) => {
      console.log(error.message, error.code, error.syscall, error.address, error.port, error.errno)
    }
    net.connect(5_672).on('error', say)
    net.connect({ host: 'nowhere', port: 7 }).on('error', say)
  })
  await until(1)
  expect(printed()).toEqual([
    '1 getaddrinfo ENOTFOUND nowhere ENOTFOUND getaddrinfo undefined undefined -3008',
    '2 connect ECONNREFUSED 127.0.0.1:5672 ECONNREFUSED connect 127.0.0.1 5672 -111',
  ])
})

it('[R-10] the other end is gone without a word: read ECONNRESET, then close', async () => {
  const { start, act, until, printed } = machine()
  start(({ require, console }) => {
    const net = require('net') as typeof nodeNet
    const socket = net.connect(7)
    socket.on('error', (error: NodeJS.ErrnoException) => {
      console.log(error.message, error.code, error.syscall, error.errno)
    })
    socket.on('close', (hadError) => console.log('close', hadError))
  })
  await until(0.5)
  act(({ network }) => {
    for (const link of network.linksAt(7)) network.reset(link, null)
  })
  await until(1)
  expect(printed()).toEqual(['501 read ECONNRESET ECONNRESET read -104', '501 close true'])
})

it('[X-10] a writer that is faster than the reader waits for drain', async () => {
  const { start, act, until, printed } = machine()
  start(({ require, Buffer, console }) => {
    const net = require('net') as typeof nodeNet
    const { alloc } = Buffer as typeof globalThis.Buffer
    const socket = net.connect(7, 'localhost', () => {
      let count = 1
      while (socket.write(alloc(10_000))) count++
      console.log('full', count)
      socket.on('drain', () => console.log('drain'))
    })
    socket.resume()
  })
  await until(0.001)
  act(({ network }) => {
    for (const link of network.linksAt(7)) network.pause(link)
  })
  await until(1)
  expect(printed()).toEqual(['2 full 28'])
  act(({ network }) => {
    for (const link of network.linksAt(7)) network.resume(link)
  })
  await until(2)
  expect(printed().slice(1)).toEqual(['1001 drain'])
})

it('[X-11] a network that is cut loses nothing: what was sent arrives when it is mended', async () => {
  const { start, act, until, printed } = machine()
  start(({ require, setInterval, console }) => {
    const net = require('net') as typeof nodeNet
    const socket = net.connect(7)
    socket.setEncoding('utf8').on('data', (text) => console.log('data', text))
    let count = 0
    setInterval(() => socket.write(`${++count} `), 100)
  })
  await until(0.15)
  act(({ network }) => {
    network.cut(7, true)
  })
  await until(0.45)
  act(({ network }) => {
    network.cut(7, false)
  })
  await until(0.5)
  expect(printed()).toEqual(['102 data 1 ', '452 data 2 ', '452 data 3 ', '452 data 4 '])
})

it('an idle socket says so, and traffic puts it off', async () => {
  const { start, until, printed } = machine()
  start(({ require, setTimeout, console }) => {
    const net = require('net') as typeof nodeNet
    const socket = net.connect(7)
    socket.setTimeout(1_000, () => {
      console.log('timeout')
      socket.destroy()
    })
    setTimeout(() => socket.write('x'), 600)
    socket.resume()
  })
  await until(10)
  expect(printed()).toEqual(['1602 timeout'])
})

it('[X-07] a killed process drops its sockets: the other end is told a hop later', async () => {
  const { start, act, until, host, run } = machine()
  const told: number[] = []
  host.network.listen(8, {
    opened: () => undefined,
    received: () => undefined,
    ended(link) {
      told.push(run.now)
      host.network.end(link, null)
    },
  })
  start(({ require }) => (require('net') as typeof nodeNet).connect(8))
  await until(0.1)
  act((on) => {
    on.signal(1, 'SIGKILL')
  })
  await until(1)
  expect(told).toEqual([101_000])
  expect(host.network.linksAt(8)).toEqual([])
})

it('[X-08] TLS, servers and modules that are not there are refused in words', async () => {
  const { start, until, printed } = machine()
  start(({ require, console }) => {
    for (const attempt of [
      () => (require('tls') as { connect(): void }).connect(),
      () => (require('net') as { createServer(): void }).createServer(),
      () => require('node:fs'),
    ]) {
      try {
        attempt()
      } catch (error) {
        console.log(String(error).slice(0, 60))
      }
    }
  })
  await until(1)
  expect(printed()).toEqual([
    '0 Error: Failed to connect with TLS: the network of the sandbo',
    '0 Error: Failed to create a server: a process of the sandbox c',
    "0 Error: Failed to import 'node:fs': the sandbox has no such m",
  ])
})
