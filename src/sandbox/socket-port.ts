/** Why a connection failed, in the words of Node's errors. */
export interface SocketFault {
  readonly code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND' | 'EPIPE'
  readonly syscall: 'connect' | 'read' | 'getaddrinfo' | 'write'
}

/** What a socket is told. It is told nothing more after `onFault` or once it is destroyed. */
export interface SocketListener {
  onConnect(): void
  onData(bytes: Uint8Array): void
  /** The other side will send nothing more. */
  onEnd(): void
  onFault(fault: SocketFault): void
}

/** One end of a connection, as the stand-in for node:net drives it. */
export interface SocketHandle {
  readonly localPort: number
  /** Sends bytes; `written` is called when the network has room for more, at once when it has. */
  write(bytes: Uint8Array, written: () => void): void
  /** Sends nothing more; the other direction stays open. */
  end(): void
  /** Gives the socket up in both directions. */
  destroy(): void
}

/** The network as one process reaches it. */
export interface SocketPort {
  connect(
    target: { readonly host: string; readonly port: number },
    listener: SocketListener,
  ): SocketHandle
}
