import { connect } from 'node:net'
import type { Arm } from './arm.ts'
import { createRabbitmqctl, isRabbitmqctlHere } from './rabbitmqctl.ts'

/**
 * The RabbitMQ at that address, or null when nothing answers there.
 *
 * @throws Error when the address is none, or names what the cases cannot be.
 */
export async function findReal(url: string): Promise<Arm | null> {
  const { hostname, port, username, pathname } = parsed(url)
  if (!['', 'guest'].includes(username) || !['', '/', '/%2F', '/%2f'].includes(pathname)) {
    throw new Error(
      `Failed to use AMQP_URL ${url}: the cases are guest in the virtual host /. Give host and port alone.`,
    )
  }
  const address = { host: hostname, port: Number(port || 5_672) }
  if (!(await answers(address))) return null
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(hostname)
  const operator = isLocal && isRabbitmqctlHere() ? createRabbitmqctl() : null
  return { name: 'real', address, operator, stop: () => Promise.resolve() }
}

function parsed(url: string): URL {
  if (URL.canParse(url) && url.startsWith('amqp://')) return new URL(url)
  throw new Error(
    `Failed to read AMQP_URL ${url}: it is no address. Give one as amqp://localhost:5672.`,
  )
}

function answers(address: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.setTimeout(3_000)
    const end = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', end(true))
    socket.once('error', end(false))
    socket.once('timeout', end(false))
  })
}
