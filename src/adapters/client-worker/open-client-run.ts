import type { Instant } from '#engine'
import type { ClientReport, ClientSource, FromClients, ToClients } from './messages.ts'

/** A run of client code in a worker of its own, as the page holds it. */
export interface ClientThread {
  /**
   * Runs up to an instant of virtual time and gives what happened since the last report.
   *
   * @throws an Error with one sentence when there is no run: a program is no JavaScript, or the
   *   worker died.
   */
  runTo(at: Instant): Promise<ClientReport>
  /** Ends the worker at once, whatever it is doing. */
  close(): void
}

interface Waiting {
  resolve(report: ClientReport): void
  reject(failure: Error): void
}

/** Starts a worker for one run. Libraries and worker are loaded here and nowhere before. */
export function openClientRun(source: ClientSource): ClientThread {
  const worker = new Worker(new URL('./client.worker.ts', import.meta.url), {
    type: 'module',
    name: 'clients',
  })
  const post = (message: ToClients) => {
    worker.postMessage(message)
  }
  let failure: Error | null = null
  let waiting: Waiting | null = null
  function fail(detail: string): void {
    failure = new Error(detail)
    waiting?.reject(failure)
    waiting = null
  }
  worker.onmessage = ({ data }: MessageEvent<FromClients>) => {
    if (data.type === 'failed') fail(data.detail)
    else waiting?.resolve(data.report)
  }
  worker.onerror = (event) => {
    // Otherwise the browser reports it a second time, as an error of the page.
    event.preventDefault()
    fail(`Failed to run the code: the worker stopped (${event.message}). Run it again.`)
  }
  post({ type: 'open', source })
  return {
    runTo(at) {
      if (failure !== null) return Promise.reject(failure)
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        post({ type: 'run-to', at })
      })
    },
    close() {
      worker.terminate()
    },
  }
}
