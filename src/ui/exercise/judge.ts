import { evaluate, evidenceOf, type LessonStep } from '#lessons'
import { sourceCalls } from '#sandbox'
import type { StepVerdicts } from '../lesson/use-verdicts.ts'
import type { JudgedRun } from './code-runner.ts'

/** What the whole run of an exercise shows about its step. */
export function judge(step: LessonStep, run: JudgedRun, answer: string | null): StepVerdicts {
  const { definition, code } = run.source
  const evidence = evidenceOf(step, {
    trace: run.trace,
    definition,
    until: code.until,
    answer,
    calls: sourceCalls(code.files),
  })
  const checks = step.checks.map((check) => evaluate(check.predicate, evidence))
  const mistake = step.mistakes.find((one) => evaluate(one.predicate, evidence).isMet)
  return {
    checks,
    isPassed: checks.every((verdict) => verdict.isMet),
    mistake: mistake?.id ?? null,
  }
}
