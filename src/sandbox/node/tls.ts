/** Encrypted connections do not exist here; amqplib asks for one with amqps:. */
export function connect(): never {
  throw new Error(
    'Failed to connect with TLS: the network of the sandbox carries plain connections only. Use amqp:// instead of amqps://.',
  )
}
