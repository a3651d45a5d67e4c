import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Arm } from './arm.ts'
import type { Operator } from './operator.ts'

type Answer = Readonly<Record<string, unknown>>
type Ask = (question: Readonly<Record<string, unknown>>) => Promise<Answer>

const PATIENCE_MS = 20_000

/** Starts our broker on a free port; its operator talks to it over standard input. */
export async function startOurs(): Promise<Arm> {
  const words = ['--import', 'tsx', 'scripts/broker.ts', '--port', '0', '--control']
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] })
  const complaints: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  const { port, ask } = await listening(child, complaints)
  return {
    name: 'ours',
    address: { host: '127.0.0.1', port },
    operator: createControl(child, ask),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin.end()
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** @throws Error with what the broker said when it ends before it listens. */
function listening(
  child: ChildProcess,
  complaints: readonly string[],
): Promise<{ port: number; ask: Ask }> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  const ask: Ask = async (question) => {
    const id = ++count
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`our broker did not answer ${JSON.stringify(question)}`)),
        PATIENCE_MS,
      )
      waiting.set(id, (given) => {
        clearTimeout(timer)
        resolve(given)
      })
      child.stdin?.write(`${JSON.stringify({ id, ...question })}\n`)
    })
    if (answer['ok'] !== true) throw new Error(String(answer['error']))
    return answer
  }
  return new Promise((resolve, reject) => {
    const failed = (): void =>
      reject(new Error(`Failed to start our broker: ${complaints.join('\n')}`))
    child.once('exit', failed)
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /^listening on amqp:\/\/.*:(\d+)$/.exec(line)?.[1]
      if (port !== undefined) resolve({ port: Number(port), ask })
      if (!line.startsWith('{')) return
      const answer = JSON.parse(line) as Answer
      waiting.get(Number(answer['id']))?.(answer)
      waiting.delete(Number(answer['id']))
    })
  })
}

function createControl(child: ChildProcess, ask: Ask): Operator {
  const order = async (op: string, fields: Answer = {}): Promise<void> => {
    await ask({ op, ...fields })
  }
  return {
    restart: (how) => order('restart', { how }),
    addUser: (user, password) => order('add-user', { user, password }),
    deleteUser: (user) => order('delete-user', { user }),
    setPermissions: (user, virtualHost, permissions) =>
      order('set-permissions', { user, virtualHost, ...permissions }),
    addVirtualHost: (virtualHost) => order('add-virtual-host', { virtualHost }),
    deleteVirtualHost: (virtualHost) => order('delete-virtual-host', { virtualHost }),
    setPolicy: (virtualHost, policy) => order('set-policy', { virtualHost, ...policy }),
    clearPolicy: (virtualHost, name) => order('clear-policy', { virtualHost, name }),
    setAlarm: (alarm, isOn) => order('set-alarm', { alarm, isOn }),
    setAckTimeout: (timeoutMs) =>
      order('set-ack-timeout', { timeoutMs, checkMs: timeoutMs === null ? null : 500 }),
    closeConnections: (user, reason) => order('close-connections', { user, reason }),
    importDefinitions: (definitions) => order('import-definitions', { definitions }),
    async exportDefinitions() {
      const answer = await ask({ op: 'export-definitions' })
      return answer['definitions'] as Record<string, unknown>
    },
    async setFrozen(isFrozen) {
      child.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT')
    },
  }
}
