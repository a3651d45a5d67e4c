/** Why a broker refuses: what it sends to the client as it closes the channel or the connection. */
export interface BrokerError {
  /** The AMQP reply code, for example 404. */
  readonly code: number
  readonly name: ReplyName
  /** The broker's own text; it begins with the name. */
  readonly text: string
  /** What is closed because of it. */
  readonly level: 'channel' | 'connection'
  /** The method that led to it; both are 0 when none did. */
  readonly classId: number
  readonly methodId: number
}

/** The names of the replies this model gives. */
export type ReplyName = keyof typeof REPLIES

/** Reply codes, and what they close unless the case says otherwise. */
export const REPLIES = {
  CONNECTION_FORCED: { code: 320, level: 'connection' },
  ACCESS_REFUSED: { code: 403, level: 'channel' },
  NOT_FOUND: { code: 404, level: 'channel' },
  RESOURCE_LOCKED: { code: 405, level: 'channel' },
  PRECONDITION_FAILED: { code: 406, level: 'channel' },
  FRAME_ERROR: { code: 501, level: 'connection' },
  COMMAND_INVALID: { code: 503, level: 'connection' },
  CHANNEL_ERROR: { code: 504, level: 'connection' },
  UNEXPECTED_FRAME: { code: 505, level: 'connection' },
  RESOURCE_ERROR: { code: 506, level: 'connection' },
  NOT_ALLOWED: { code: 530, level: 'connection' },
  NOT_IMPLEMENTED: { code: 540, level: 'connection' },
  INTERNAL_ERROR: { code: 541, level: 'connection' },
} as const

/** The client's methods by name, with class and method number in AMQP 0-9-1. */
const METHOD_IDS = {
  none: [0, 0],
  'channel.open': [20, 10],
  'exchange.declare': [40, 10],
  'exchange.delete': [40, 20],
  'exchange.bind': [40, 30],
  'exchange.unbind': [40, 40],
  'queue.declare': [50, 10],
  'queue.bind': [50, 20],
  'queue.purge': [50, 30],
  'queue.delete': [50, 40],
  'queue.unbind': [50, 50],
  'basic.qos': [60, 10],
  'basic.consume': [60, 20],
  'basic.cancel': [60, 30],
  'basic.publish': [60, 40],
  'basic.get': [60, 70],
  'basic.ack': [60, 80],
  'basic.reject': [60, 90],
  'basic.recover': [60, 110],
  'basic.nack': [60, 120],
  'confirm.select': [85, 10],
  'tx.select': [90, 10],
  'tx.commit': [90, 20],
  'tx.rollback': [90, 30],
} as const

/** A client's method, or none when the broker acts by itself. */
export type MethodName = keyof typeof METHOD_IDS

/** Builds an error; the text is completed with the reply's name, as the broker does. */
export function brokerError(name: ReplyName, detail: string, method: MethodName): BrokerError {
  const { code, level } = REPLIES[name]
  const [classId, methodId] = METHOD_IDS[method]
  return Object.freeze({ code, name, text: `${name} - ${detail}`, level, classId, methodId })
}

/** A thing that has a name in the virtual host, in the broker's words. */
export function resource(host: VirtualHost, kind: 'queue' | 'exchange', name: string): string {
  return `${kind} '${name}' in vhost '${host.virtualHost}'`
}

/** What an error has to know of the broker. */
interface VirtualHost {
  readonly virtualHost: string
}

/** 404: there is no such queue or exchange. */
export function notFound(
  host: VirtualHost,
  kind: 'queue' | 'exchange',
  name: string,
  method: MethodName,
): BrokerError {
  return brokerError('NOT_FOUND', `no ${resource(host, kind, name)}`, method)
}

/** 403: the default exchange is the broker's own. */
export function defaultExchangeError(method: MethodName): BrokerError {
  return brokerError('ACCESS_REFUSED', 'operation not permitted on the default exchange', method)
}

/** 406: the broker does not do what it was asked for, for the reason given. */
export function preconditionFailed(detail: string, method: MethodName): BrokerError {
  return brokerError('PRECONDITION_FAILED', detail, method)
}
