import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { canInstall, install } from './debian-packages.ts'

const SETTINGS = '/etc/rabbitmq/rabbitmq-env.conf'

/**
 * Sees to it that a RabbitMQ of Debian runs on this machine: one that runs already, one that is
 * installed and gets started, or one that is installed first. Says in one line how it came about, or
 * why there is none.
 */
export function ensureRabbitmq(): { readonly isRunning: boolean; readonly line: string } {
  if (isUp()) return { isRunning: true, line: `RabbitMQ ${version()} runs already` }
  let how = 'was started'
  if (!has('rabbitmq-server')) {
    if (!canInstall()) return none('it is not installed, and this user may not install it')
    try {
      install('rabbitmq-server')
    } catch {
      return none("Debian's package rabbitmq-server cannot be installed")
    }
    how = 'was installed and started'
  }
  if (start()) return { isRunning: true, line: `RabbitMQ ${version()} ${how}` }
  // A host that does not know its own name cannot be the name of a node.
  appendFileSync(SETTINGS, '\nNODENAME=rabbit@localhost\n')
  if (!start()) return none('the service rabbitmq-server does not start')
  return { isRunning: true, line: `RabbitMQ ${version()} ${how} as rabbit@localhost` }
}

function start(): boolean {
  spawnSync('service', ['rabbitmq-server', 'start'], { stdio: 'ignore', timeout: 60_000 })
  spawnSync('rabbitmqctl', ['-q', 'await_startup'], { stdio: 'ignore', timeout: 30_000 })
  return isUp()
}

function isUp(): boolean {
  return has('rabbitmqctl') && succeeds('rabbitmq-diagnostics', '-q', 'check_port_connectivity')
}

function version(): string {
  const { stdout } = spawnSync('rabbitmqctl', ['-q', 'version'], { encoding: 'utf8' })
  return stdout.trim()
}

function has(program: string): boolean {
  return succeeds('which', program)
}

function succeeds(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0
}

function none(reason: string): { readonly isRunning: false; readonly line: string } {
  return { isRunning: false, line: `no RabbitMQ can be had: ${reason}` }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(ensureRabbitmq().line)
}
