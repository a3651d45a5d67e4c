import type { SocketFault } from '../socket-port.ts'

/** Where a socket wanted to go. */
export interface SocketTarget {
  readonly host: string
  readonly address: string
  readonly port: number
}

// Linux's numbers, as Node gives them.
const ERRNO = { ECONNREFUSED: -111, ECONNRESET: -104, ENOTFOUND: -3008, EPIPE: -32 } as const

/** The error Node gives for a fault: same text, same fields. */
export function socketError({ code, syscall }: SocketFault, target: SocketTarget): Error {
  const { host, address, port } = target
  if (syscall === 'getaddrinfo') {
    const fields = { errno: ERRNO[code], code, syscall, hostname: host }
    return Object.assign(new Error(`${syscall} ${code} ${host}`), fields)
  }
  if (syscall === 'connect') {
    const fields = { errno: ERRNO[code], code, syscall, address, port }
    return Object.assign(new Error(`${syscall} ${code} ${address}:${port}`), fields)
  }
  return Object.assign(new Error(`${syscall} ${code}`), { errno: ERRNO[code], code, syscall })
}
