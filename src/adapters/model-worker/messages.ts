import type { Duration, Instant } from '#engine'
import type { RunSource, ShopInput } from '#scenarios'
import type { ModelReport } from '#ui'

/** From the page to the model's thread. `run` names the run a command is about. */
export type ToModel =
  | { readonly type: 'open'; readonly run: number; readonly source: RunSource }
  | { readonly type: 'run-to'; readonly run: number; readonly at: Instant }
  | {
      readonly type: 'run-to-next'
      readonly run: number
      readonly after: Instant
      readonly limit: Instant
    }
  | {
      readonly type: 'input'
      readonly run: number
      readonly at: Instant
      readonly input: ShopInput
      readonly slack: Duration
    }
  | { readonly type: 'close'; readonly run: number }

/** From the model's thread to the page. */
export type FromModel =
  | { readonly type: 'report'; readonly run: number; readonly report: ModelReport }
  /** The model broke a promise of its own; the run is over. */
  | { readonly type: 'failed'; readonly run: number; readonly detail: string }
