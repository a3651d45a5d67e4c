import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server outside of the app that lets everybody in and writes down who came. */
export interface Outside {
  readonly origin: string
  /** The addresses that were asked for, and `connection` for whoever said nothing. */
  readonly hits: string[]
  close(): Promise<void>
}

/** Opens the server. At `/bare` it has a page without any policy; that visit is no hit. */
export async function openOutside(): Promise<Outside> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isBare = path === '/bare'
    if (!isBare) hits.push(path)
    response.writeHead(200, {
      'access-control-allow-origin': '*',
      'content-type': isBare ? 'text/html' : 'text/javascript',
    })
    response.end()
  })
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '')
    socket.destroy()
  })
  server.on('clientError', (_error, socket) => {
    hits.push('connection')
    socket.destroy()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
