import { findReal } from '../conformance/real-broker.ts'
import { ensureRabbitmq } from '../ensure-rabbitmq.ts'

/** A RabbitMQ that projects run against. */
export interface ProjectBroker {
  /** How many projects may run at a time. */
  readonly atOnce: number
  /** Does something with the address of a place where nobody else is. */
  withPlace<T>(act: (url: string) => Promise<T>): Promise<T>
}

const AT_ONCE = 3
const LOCAL = 'amqp://localhost:5672'

/**
 * The RabbitMQ at AMQP_URL, or the one of this machine, started if need be. Where this machine may
 * operate it, each project has a virtual host of its own; elsewhere they take turns.
 *
 * @throws Error when there is none.
 */
export async function findBroker(): Promise<ProjectBroker> {
  const url = process.env['AMQP_URL'] ?? LOCAL
  if (process.env['AMQP_URL'] === undefined) console.log(ensureRabbitmq().line)
  const real = await findReal(url)
  if (real === null) {
    throw new Error(`No RabbitMQ answers at ${url}: start one, or name another as AMQP_URL.`)
  }
  const { operator } = real
  if (operator === null) return { atOnce: 1, withPlace: (act) => act(url) }
  let places = 0
  return {
    atOnce: AT_ONCE,
    async withPlace(act) {
      const name = `project-${process.pid}-${++places}`
      await operator.addVirtualHost(name)
      try {
        const all = { configure: '.*', write: '.*', read: '.*' }
        await operator.setPermissions('guest', name, all)
        return await act(Object.assign(new URL(url), { pathname: `/${name}` }).href)
      } finally {
        await operator.deleteVirtualHost(name)
      }
    },
  }
}
