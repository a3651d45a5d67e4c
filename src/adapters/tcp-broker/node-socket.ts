import type { Socket } from 'node:net'
import type { WireSocket } from '#amqp'

/** How long a client may take to close its side after the server has closed its own. */
const LINGER_MS = 5_000

/** A TCP socket as the wire server sees it. */
export function wireSocket(socket: Socket): WireSocket {
  return {
    write(bytes) {
      if (!socket.destroyed && !socket.writableEnded) socket.write(bytes)
    },
    end() {
      socket.resume()
      socket.end()
      const timer = setTimeout(() => {
        socket.destroy()
      }, LINGER_MS)
      socket.once('close', () => {
        clearTimeout(timer)
      })
    },
    abort() {
      socket.resetAndDestroy()
    },
    pause() {
      socket.pause()
    },
    resume() {
      socket.resume()
    },
    unsentBytes: () => socket.writableLength,
  }
}

/** The bytes of a buffer without Node's additions. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
