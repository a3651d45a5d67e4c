import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Arm } from './conformance/arm.ts'
import { startOurs } from './conformance/our-broker.ts'
import { findReal } from './conformance/real-broker.ts'
import { canInstall, install } from './debian-packages.ts'

/*
 * An unmodified Celery worker and producer on our broker, or with --real on the RabbitMQ of
 * AMQP_URL: tasks, results, retries, countdowns, inspect, events; the worker is killed and the
 * broker restarted while a thousand tasks are done.
 */

const PROJECT = new URL('conformance/celery/', import.meta.url).pathname
const PYTHON = '/usr/bin/python3'
const TASKS = 1_000
const PATIENCE_MS = 60_000

interface World {
  readonly environment: NodeJS.ProcessEnv
  readonly ledger: string
}

process.exitCode = await main()

async function main(): Promise<number> {
  if (!hasCelery()) {
    console.log(
      `no Celery can be had: ${PYTHON} cannot import it, and Debian's python3-celery cannot be installed`,
    )
    return 0
  }
  const arm = process.argv.includes('--real') ? await real() : await startOurs()
  const folder = mkdtempSync(join(tmpdir(), 'celery-'))
  const ledger = join(folder, 'ledger')
  const { host, port } = arm.address
  const environment = {
    ...process.env,
    BROKER_URL: `amqp://guest:guest@${host}:${port}//`,
    LEDGER: ledger,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  try {
    return await check(arm, { environment, ledger })
  } finally {
    await arm.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function hasCelery(): boolean {
  const isThere = (): boolean =>
    spawnSync(PYTHON, ['-c', 'import celery'], { stdio: 'ignore' }).status === 0
  if (isThere() || !canInstall()) return isThere()
  try {
    install('python3-celery')
  } catch {
    return false
  }
  return isThere()
}

async function real(): Promise<Arm> {
  const arm = await findReal(process.env['AMQP_URL'] ?? 'amqp://localhost:5672')
  if (arm === null)
    throw new Error('Failed to find RabbitMQ: nothing answers. Start it, or leave --real out.')
  return arm
}

async function check(arm: Arm, world: World): Promise<number> {
  let failed = 0
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    const isGood = JSON.stringify(found) === JSON.stringify(wanted)
    if (!isGood) failed++
    const rest = isGood ? '' : `: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`
    console.log(`${isGood ? '✓' : '✗'} ${what}${rest}`)
  }
  let worker = startWorker(world)
  try {
    expect('inspect ping is answered', await until(() => drive(world, 'ping')), ['worker pong'])
    expect('the tasks are registered', await drive(world, 'registered'), [
      'shop.add',
      'shop.fail_twice',
      'shop.note',
    ])
    expect('the worker tells its queues', await drive(world, 'queues'), ['celery'])
    expect('50 results come back', await drive(world, 'results', 50), 2_450)
    expect('a retried task ends', await drive(world, 'retry'), 2)
    expect('events of 20 tasks are seen', await drive(world, 'events', 20), {
      'task-sent': 20,
      'task-received': 20,
      'task-started': 20,
      'task-succeeded': 20,
    })
    await drive(world, 'later', 1, 10)
    await done(world, 10)
    expect('tasks with a countdown are done', count(world), 10)
    const first = drive(world, 'send', 11, TASKS / 2)
    await done(world, 100)
    kill(worker)
    const before = count(world)
    worker = startWorker(world)
    await first
    await done(world, TASKS / 2)
    expect(
      `after a SIGKILL of the worker (at ${before}) every task is done`,
      count(world),
      TASKS / 2,
    )
    const second = drive(world, 'send', TASKS / 2 + 1, TASKS)
    await done(world, TASKS / 2 + 100)
    await arm.operator?.restart('stop')
    await second
    await done(world, TASKS)
    expect('after a restart of the broker every task is done', count(world), TASKS)
    expect('the same worker answers a ping', await until(() => drive(world, 'ping')), [
      'worker pong',
    ])
    const again = lines(world).length - TASKS
    console.log(`${TASKS} tasks done, ${again} of them more than once`)
  } finally {
    kill(worker)
  }
  console.log(failed === 0 ? 'Celery works' : `${failed} checks failed`)
  return failed === 0 ? 0 : 1
}

/** A worker with its children in a process group of its own, so that one signal ends all. */
function startWorker({ environment }: World): ChildProcess {
  const words = [
    '-m',
    'celery',
    '-A',
    'shop',
    'worker',
    '-c',
    '2',
    '-n',
    'worker@%h',
    '-l',
    'WARNING',
  ]
  return spawn(PYTHON, words, { cwd: PROJECT, env: environment, detached: true, stdio: 'ignore' })
}

function kill(worker: ChildProcess): void {
  try {
    if (worker.pid !== undefined) process.kill(-worker.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function drive(world: World, ...words: readonly (string | number)[]): Promise<unknown> {
  const child = spawn(PYTHON, ['drive.py', ...words.map(String)], {
    cwd: PROJECT,
    env: world.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
  const status = await new Promise((resolve) => child.once('close', resolve))
  return status === 0
    ? (JSON.parse(text) as unknown)
    : `drive.py ended with status ${String(status)}`
}

/** Asks until something comes back: a worker needs a while to be there. */
async function until(ask: () => Promise<unknown>): Promise<unknown> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if ((Array.isArray(answer) && answer.length > 0) || Date.now() > end) return answer
  }
}

async function done(world: World, wanted: number): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (count(world) < wanted && Date.now() < end) await delay(100)
}

/** How many different tasks have been done. */
function count(world: World): number {
  return new Set(lines(world)).size
}

function lines({ ledger }: World): string[] {
  return existsSync(ledger) ? readFileSync(ledger, 'ascii').trim().split('\n') : []
}
