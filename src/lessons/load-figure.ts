import { toSeconds, type FactId, type Trace } from '#engine'
import { loadReports } from '#scenarios'
import type { LoadMetric, Metric } from './predicate.ts'

/** A figure, and the fact that shows it. */
export interface LoadFigure {
  /** Null while there is none: no load, or one that still runs. */
  readonly value: number | null
  readonly fact: FactId | null
}

/** True for the figures that only a load has. */
export function isLoadMetric(metric: Metric): metric is LoadMetric {
  return metric.startsWith('load')
}

/** A figure of the last load among the first `count` facts of a run. */
export function loadFigure(metric: LoadMetric, trace: Trace, count: number): LoadFigure {
  const report = loadReports(trace, count).at(-1)
  if (report === undefined || report.finished === null) return { value: null, fact: null }
  const { failed, lastFailure, rate, times, finished: fact } = report
  if (metric === 'loadFailed') return { value: failed, fact: lastFailure ?? fact }
  if (metric === 'loadRate') return { value: rate, fact }
  const p95 = times?.percentiles.find(({ percent }) => percent === 95)?.time
  const time = metric === 'loadMean' ? times?.mean : p95
  return { value: time === undefined ? null : toSeconds(time), fact }
}
