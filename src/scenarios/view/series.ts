/** One line of a chart over virtual time. */
export interface Series {
  /** queue.ready, queue.unacked, wait, cpu, queries: what is counted. */
  readonly metric: 'ready' | 'unacked' | 'wait' | 'cpu' | 'queries'
  /** The queue, the process; '' where the metric is about the whole shop. */
  readonly subject: string
  /** Seconds of virtual time, increasing. */
  readonly times: readonly number[]
  /** Messages, seconds (wait), per cent of one core (cpu), queries per second. */
  readonly values: readonly number[]
}
