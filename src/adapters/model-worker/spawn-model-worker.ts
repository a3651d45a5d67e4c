import type { FromModel } from './messages.ts'
import type { ModelWorker } from './model-host.ts'

/** Starts the model's thread in a module worker of its own. */
export function spawnModelWorker(): ModelWorker {
  const worker = new Worker(new URL('./model.worker.ts', import.meta.url), {
    type: 'module',
    name: 'model',
  })
  return {
    post(message) {
      worker.postMessage(message)
    },
    listen(onMessage, onCrash) {
      worker.onmessage = (event: MessageEvent<FromModel>) => {
        onMessage(event.data)
      }
      worker.onerror = (event) => {
        // Otherwise the browser reports it a second time, as an error of the page.
        event.preventDefault()
        onCrash(event.message === '' ? 'the worker could not be loaded' : event.message)
      }
      worker.onmessageerror = () => {
        onCrash('a message could not be read')
      }
    },
    terminate() {
      worker.terminate()
    },
  }
}
