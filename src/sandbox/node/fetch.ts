import { readRequest } from './fetch-request.ts'
import { ClientResponse } from './fetch-response.ts'
import { scope } from './scope.ts'

/** Node's fetch over what the run has for the web: whatever is wrong with a request rejects. */
export function fetch(address: unknown, init?: unknown): Promise<ClientResponse> {
  return new Promise((resolve, reject) => {
    // Made here, its stack names the line that asked.
    const failure = new TypeError('fetch failed')
    const { request, signal } = readRequest(address, init)
    signal?.throwIfAborted()
    const giveUp = scope.requests.send(request, {
      onAnswer(answer) {
        resolve(new ClientResponse(answer, request.url))
      },
      onFault(why) {
        const value = new Error(why)
        Object.defineProperty(failure, 'cause', { value, writable: true, configurable: true })
        reject(failure)
      },
    })
    const abort = () => {
      giveUp()
      reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
}
