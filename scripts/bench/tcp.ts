import { spawn, type ChildProcess } from 'node:child_process'
import { connect, type ConfirmChannel } from 'amqplib'

const BODY = Buffer.alloc(1_024, 'x')
const QUEUE = 'queue-workshop-bench'
const WINDOW = 500
const PREFETCH = 200

/** Our broker and a real one under the same client, in one run. */
export interface Comparison {
  readonly persistent: boolean
  readonly oursPerSecond: number
  readonly realPerSecond: number
}

/** Compares at `url`; null when nobody answers there. */
export async function compareBrokers(url: string, messages: number): Promise<Comparison[] | null> {
  if (!(await answers(url))) return null
  const { process: child, url: oursUrl } = await startOurs()
  try {
    // Both warm up before anything is measured.
    for (const one of [oursUrl, url])
      await clientRun(one, { messages: messages / 4, persistent: false })
    const comparisons: Comparison[] = []
    for (const persistent of [false, true]) {
      const realPerSecond = await clientRun(url, { messages, persistent })
      const oursPerSecond = await clientRun(oursUrl, { messages, persistent })
      comparisons.push({ persistent, oursPerSecond, realPerSecond })
    }
    return comparisons
  } finally {
    child.kill('SIGTERM')
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const connection = await connect(url)
    await connection.close()
    return true
  } catch {
    return false
  }
}

function startOurs(): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const args = ['--import', 'tsx', 'scripts/broker.ts', '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the broker ended with status ${code}`))
    })
    child.stdout.once('data', (line: Buffer) => {
      const url = /amqp:\S+/.exec(line.toString())?.[0] ?? ''
      resolve({ process: child, url })
    })
  })
}

/** Messages per second, each published with a confirm, consumed and acknowledged. */
async function clientRun(
  url: string,
  { messages, persistent }: { readonly messages: number; readonly persistent: boolean },
): Promise<number> {
  const [publishing, consuming] = [await connect(url), await connect(url)]
  const publisher = await publishing.createConfirmChannel()
  const consumer = await consuming.createChannel()
  await publisher.deleteQueue(QUEUE)
  await publisher.assertQueue(QUEUE, { durable: true })
  await consumer.prefetch(PREFETCH)
  const begin = performance.now()
  let count = 0
  const consumed = new Promise<void>((resolve) => {
    void consumer.consume(QUEUE, (message) => {
      if (message === null) return
      consumer.ack(message)
      if (++count === messages) resolve()
    })
  })
  await publishAll(publisher, messages, persistent)
  await consumed
  // The answer comes after the last acknowledgement was taken.
  await consumer.checkQueue(QUEUE)
  const perSecond = (messages * 1_000) / (performance.now() - begin)
  await publisher.deleteQueue(QUEUE)
  await Promise.all([publishing.close(), consuming.close()])
  return perSecond
}

async function publishAll(
  publisher: ConfirmChannel,
  messages: number,
  persistent: boolean,
): Promise<void> {
  for (let sent = 0; sent < messages; sent += WINDOW) {
    for (let index = 0; index < WINDOW; index++) {
      publisher.sendToQueue(QUEUE, BODY, { persistent })
    }
    await publisher.waitForConfirms()
  }
}
