// Where the broker is. Your file connects to amqp://localhost, and the workshop knows the broker as
// amqp://broker and amqp://rabbitmq as well. With AMQP_URL set, all of them lead there: host, port,
// user and virtual host. Other addresses stay what they are.

import { clientFile } from './client-files.js'

const HOSTS = ['localhost', '127.0.0.1', 'broker', 'rabbitmq']

const address = process.env.AMQP_URL ?? ''
const target = new URL(address === '' ? 'amqp://localhost' : address)

/** From now on amqplib connects to that broker. It has to be called before amqplib is imported. */
export function redirectToBroker() {
  const client = clientFile('connect')
  const { connect } = client
  client.connect = (url, options, done) =>
    connect(brokerAddress(url), options, (error, connection) => {
      // Heartbeats are no reason to say that something is still to come.
      connection?.heartbeater?.sendTimer.unref()
      connection?.heartbeater?.recvTimer.unref()
      done(error, connection)
    })
}

/** The address to connect to in place of this one, given as amqplib takes it. */
export function brokerAddress(url) {
  if (typeof url === 'object' && url !== null) return fromParts(url)
  const asked = url || 'amqp://localhost'
  if (!URL.canParse(asked)) return asked
  const { protocol, hostname, port, pathname, username, password, search } = new URL(asked)
  if (!isShops(protocol, hostname, port)) return asked
  const result = new URL(target.href)
  if (result.username === '') Object.assign(result, { username, password })
  if (result.pathname === '') result.pathname = pathname
  // What is asked of the connection itself, such as its heartbeat, is the file's own.
  if (search !== '') result.search = search
  return result.href
}

function fromParts(url) {
  const { protocol = 'amqp', hostname, port = '' } = url
  if (!isShops(`${protocol}:`, hostname, String(port))) return url
  const { username, password, pathname } = target
  const parts = { protocol: target.protocol.slice(0, -1), hostname: target.hostname }
  const user =
    username === ''
      ? {}
      : { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  const vhost = pathname === '' ? {} : { vhost: pathname.slice(1) }
  const place = target.port === '' ? { port: undefined } : { port: Number(target.port) }
  return { ...url, ...parts, ...place, ...user, ...vhost }
}

function isShops(protocol, hostname, port) {
  return protocol === 'amqp:' && HOSTS.includes(hostname) && ['', '5672'].includes(port)
}
