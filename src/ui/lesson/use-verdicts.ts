import type { Trace } from '#engine'
import { evaluate, type Evidence, type LessonStep, type Verdict } from '#lessons'
import { useMemo } from 'react'
import { useCalmState } from '../player-context.tsx'

/** What the run shows about a step so far. */
export interface StepVerdicts {
  /** One for each check of the step, in their order. */
  readonly checks: readonly Verdict[]
  readonly isPassed: boolean
  /** The first foreseen mistake that was made, or null. */
  readonly mistake: string | null
}

const NOT_MET: Verdict = { isMet: false, decidedBy: null }

/** Judges the run up to the playhead, ten times a second at most. */
export function useVerdicts(
  step: LessonStep,
  answer: string | null,
  staleTrace: Trace | null,
): StepVerdicts {
  const { trace, view, ledger, factCount, playhead, status } = useCalmState()
  return useMemo(() => {
    // While a run is opened or sought the picture may still be the one before.
    const isReady = trace !== staleTrace && (status === 'paused' || status === 'playing')
    if (!isReady || view === null || ledger === null) {
      return { checks: step.checks.map(() => NOT_MET), isPassed: false, mistake: null }
    }
    const evidence: Evidence = {
      trace,
      factCount,
      playhead,
      ledger,
      answer,
      shop: view.definition,
      rightAnswer: step.prediction?.answer ?? null,
      calls: [],
    }
    const checks = step.checks.map((check) => evaluate(check.predicate, evidence))
    const mistake = step.mistakes.find((one) => evaluate(one.predicate, evidence).isMet)
    return {
      checks,
      isPassed: checks.every((verdict) => verdict.isMet),
      mistake: mistake?.id ?? null,
    }
  }, [step, answer, trace, staleTrace, view, ledger, factCount, playhead, status])
}
