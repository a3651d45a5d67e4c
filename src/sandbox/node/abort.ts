import { scope } from './scope.ts'

const {
  AbortController: RealController,
  AbortSignal: RealSignal,
  DOMException: RealException,
} = globalThis

/** AbortController whose reason has Node's words in every engine. */
export class AbortController extends RealController {
  override abort(reason: unknown = new RealException('This operation was aborted', 'AbortError')) {
    super.abort(reason)
  }
}

/** AbortSignal whose time is the run's. */
export class AbortSignal extends RealSignal {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof RealSignal
  }

  static override abort(reason?: unknown): globalThis.AbortSignal {
    const controller = new AbortController()
    controller.abort(reason)
    return controller.signal
  }

  static override timeout(milliseconds: number): globalThis.AbortSignal {
    const controller = new RealController()
    const words = 'The operation was aborted due to timeout'
    const abort = () => {
      controller.abort(new RealException(words, 'TimeoutError'))
    }
    scope.setTimeout(abort, milliseconds).unref()
    return controller.signal
  }
}
