import { assert } from '#std'
import type { ModelListener, ModelPort } from '#ui'

/** Two ways of playing runs behind one port: the shop's own model, and code that people write. */
export interface ModelSwitch {
  readonly model: ModelPort
  /** From now on runs with code are played there; before it is called nobody opens one. */
  playCodeWith(port: ModelPort): void
}

/** Makes a switch that each opened run goes through, to the port that plays it. */
export function createModelSwitch(own: ModelPort): ModelSwitch {
  let port = own
  let ofCode: ModelPort | null = null
  let listener: ModelListener | null = null

  function hear(speaker: ModelPort): void {
    speaker.listen({
      onReport(report) {
        if (port === speaker) listener?.onReport(report)
      },
      onFailure(failure) {
        if (port === speaker) listener?.onFailure(failure)
      },
    })
  }

  return {
    playCodeWith(next) {
      ofCode = next
      hear(next)
    },
    model: {
      open(source) {
        const next = source.code === undefined ? own : ofCode
        assert(next !== null, 'code is opened only after there is somebody to play it')
        // Code that nobody looks at any more must not go on.
        if (port === ofCode && next !== port) port.close()
        port = next
        port.open(source)
      },
      runTo(at) {
        port.runTo(at)
      },
      runToNext(from, limit) {
        port.runToNext(from, limit)
      },
      input(at, input, slack) {
        port.input(at, input, slack)
      },
      listen(next) {
        listener = next
        hear(own)
      },
      close() {
        own.close()
        ofCode?.close()
      },
    },
  }
}
