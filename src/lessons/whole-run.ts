import type { Instant, Trace } from '#engine'
import type { SourceCall } from '#sandbox'
import { ShopViews, type ShopDefinition } from '#scenarios'
import { evaluate, type Evidence } from './evaluate.ts'
import type { LessonStep } from './lesson.ts'

/** A run that was played without a screen, up to an instant. */
export interface WholeRun {
  readonly trace: Trace
  readonly definition: ShopDefinition
  readonly until: Instant
  readonly answer: string | null
  /** @defaultValue none */
  readonly calls?: readonly SourceCall[]
}

/** Everything a step's checks ask for, of a run from its start to `until`. */
export function evidenceOf(step: LessonStep, run: WholeRun): Evidence {
  const { trace, definition, until, answer, calls = [] } = run
  const factCount = trace.countUntil(until)
  const views = new ShopViews(trace, definition)
  views.advance(factCount)
  return {
    trace,
    factCount,
    playhead: until,
    answer,
    calls,
    ledger: views.ledger(),
    shop: views.view().definition,
    rightAnswer: step.prediction?.answer ?? null,
  }
}

/** The names of the checks of a step that do not hold. */
export function missingChecks(step: LessonStep, evidence: Evidence): readonly string[] {
  return step.checks
    .filter((check) => !evaluate(check.predicate, evidence).isMet)
    .map((check) => check.id)
}
