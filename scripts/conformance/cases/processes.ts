import { spawn } from 'node:child_process'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

/** Runs a small program of its own that has an amqplib channel `ch`; its exit status, or signal. */
async function program(s: Session, code: string, killAfterLine = false): Promise<unknown> {
  const url = `amqp://${s.address.host}:${s.address.port}`
  const text = `
    import amqp from 'amqplib'
    const connection = await amqp.connect(${JSON.stringify(url)})
    const ch = await connection.createChannel()
    ${code}
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (killAfterLine) child.stdout.once('data', () => child.kill('SIGKILL'))
  return new Promise((resolve) => child.once('exit', (status, signal) => resolve(status ?? signal)))
}

export const PROCESS_CASES: readonly Case[] = [
  {
    id: 'unheard-channel-error-ends-the-process',
    title: 'without an error listener a channel error ends the process, caught or not',
    rules: ['R-11'],
    async run(s) {
      const name = JSON.stringify(s.name('nosuch'))
      return [
        await program(
          s,
          `await ch.checkQueue(${name}).catch(() => {})
          setTimeout(() => process.exit(0), 300)`,
        ),
        await program(
          s,
          `ch.on('error', () => {})
          await ch.checkQueue(${name}).catch(() => {})
          setTimeout(() => process.exit(0), 300)`,
        ),
      ]
    },
  },
  {
    id: 'rejection-in-a-consumer',
    title: 'a rejected consumer ends the process and its messages come back',
    rules: ['R-13', 'R-100'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      await s.settle(ch)
      const status = await program(
        s,
        `await ch.consume(${JSON.stringify(q)}, async () => { throw new Error('no') })`,
      )
      await s.ready(ch, q, 1)
      return [status, await s.drain(ch, q)]
    },
  },
  {
    id: 'exit-right-after-publish',
    title: 'leaving the process right after publishing loses the message',
    rules: ['R-15'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const status = await program(
        s,
        `for (let i = 0; i < 5; i++) ch.sendToQueue(${JSON.stringify(q)}, Buffer.from('1'))
         process.exit(0)`,
      )
      await s.pause(100)
      return [status, await s.drain(ch, q)]
    },
  },
  {
    id: 'killed-client',
    title: 'what a killed process held comes back at once',
    rules: ['R-104', 'R-100'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await s.settle(ch)
      const how = await program(
        s,
        `await ch.prefetch(2)
         let count = 0
         await ch.consume(${JSON.stringify(q)}, () => { if (++count === 2) console.log('held') })`,
        true,
      )
      await s.ready(ch, q, 3)
      return [how, await s.drain(ch, q)]
    },
  },
  {
    id: 'silent-client-is-given-up',
    title: 'a client without a heartbeat is given up and its messages come back',
    rules: ['R-152', 'R-154'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      await s.settle(ch)
      const silent = await s.rawChannel({ heartbeat: 1 })
      await silent.call(1, 'basic.get', { queue: q })
      await silent.all(100)
      const start = Date.now()
      const end = await silent.next(8_000)
      const seconds = (Date.now() - start) / 1_000
      await s.ready(ch, q, 1)
      return [end, seconds > 1 && seconds < 5, silent.heartbeatCount > 0, await s.drain(ch, q)]
    },
  },
  {
    id: 'heartbeats-keep-a-connection',
    title: 'with heartbeats in both directions an idle connection lives',
    rules: ['R-152', 'R-01'],
    async run(s) {
      const connection = await s.connect('beating', { heartbeat: 1 })
      const ch = await s.channel('channel', connection)
      await s.pause(3_500)
      return ch.checkExchange('amq.direct')
    },
  },
]
