import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Operator } from './operator.ts'

const execute = promisify(execFile)

/** Whether the operator's tool of a running RabbitMQ node works on this machine. */
export function isRabbitmqctlHere(): boolean {
  return spawnSync('rabbitmqctl', ['-q', 'ping'], { stdio: 'ignore' }).status === 0
}

/** The operator of the RabbitMQ of this machine, by its own command line tool. */
export function createRabbitmqctl(): Operator {
  let frozen = 0
  return {
    async restart(how) {
      if (how === 'stop') {
        await control('stop_app')
        await control('start_app')
      } else {
        process.kill(await processId(), 'SIGKILL')
        await startAgain()
      }
    },
    addUser: (user, password) => control('add_user', user, password),
    deleteUser: (user) => control('delete_user', user),
    setPermissions: (user, virtualHost, { configure, write, read }) =>
      control('set_permissions', '-p', virtualHost, user, configure, write, read),
    addVirtualHost: (virtualHost) => control('add_vhost', virtualHost),
    deleteVirtualHost: (virtualHost) => control('delete_vhost', virtualHost),
    setPolicy: (virtualHost, { name, pattern, applyTo, priority, definition }) => {
      const options = ['--apply-to', applyTo, '--priority', String(priority)]
      const text = JSON.stringify(definition)
      return control('set_policy', '-p', virtualHost, ...options, name, pattern, text)
    },
    clearPolicy: (virtualHost, name) => control('clear_policy', '-p', virtualHost, name),
    setAlarm: (alarm, isOn) => {
      const limit = `{resource_limit, ${alarm}, node()}`
      return evaluate(
        isOn ? `rabbit_alarm:set_alarm({${limit}, []})` : `rabbit_alarm:clear_alarm(${limit})`,
      )
    },
    async setAckTimeout(timeoutMs) {
      const check = timeoutMs === null ? 60_000 : 500
      await evaluate(`application:set_env(rabbit, consumer_timeout, ${timeoutMs ?? 1_800_000})`)
      await evaluate(`application:set_env(rabbit, channel_tick_interval, ${check})`)
    },
    closeConnections: (user, reason) => control('close_all_user_connections', user, reason),
    importDefinitions: (definitions) =>
      withFile(async (file) => {
        writeFileSync(file, JSON.stringify(definitions))
        chmodSync(file, 0o644)
        await control('import_definitions', file)
      }),
    async exportDefinitions() {
      const { stdout } = await execute('rabbitmqctl', ['-q', 'export_definitions', '-'])
      return JSON.parse(stdout) as Record<string, unknown>
    },
    async setFrozen(isFrozen) {
      if (isFrozen) frozen = await processId()
      process.kill(frozen, isFrozen ? 'SIGSTOP' : 'SIGCONT')
    },
  }
}

async function control(...words: string[]): Promise<void> {
  await execute('rabbitmqctl', ['-q', ...words])
}

async function evaluate(expression: string): Promise<void> {
  await control('eval', `${expression}.`)
}

async function processId(): Promise<number> {
  const { stdout } = await execute('rabbitmqctl', ['-q', 'eval', 'os:getpid().'])
  return Number(stdout.replace(/\D/g, ''))
}

/** After a kill only the service's own script can start the node. */
async function startAgain(): Promise<void> {
  await execute('service', ['rabbitmq-server', 'start'])
  await control('await_startup')
}

async function withFile<T>(act: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'))
  chmodSync(folder, 0o755)
  try {
    return await act(join(folder, 'definitions.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
