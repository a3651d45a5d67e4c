import type { CodeSource } from '#lessons'
import type { CodeOutcome, CodeRunner } from '#ui'
import type { LearnerSource } from '../learner-frame/messages.ts'
import type { LearnerThread } from '../learner-frame/open-learner-run.ts'
import { CodeRefusedError, RunEndedError } from '../learner-frame/run-errors.ts'
import type { RunMark } from '../learner-frame/run-mark.ts'
import { CodeRun } from './code-run.ts'

/** What runs of code stand on. */
interface CodeRunsPorts {
  /** Knows whether a run took the page with it. */
  readonly mark: RunMark
  open(source: LearnerSource): LearnerThread
  /** Gets ready for the run that is opened next. */
  prepare(): void
}

/** Runs of code: the one that was ordered last is kept for the player to show. */
export class CodeRuns implements CodeRunner {
  readonly #ports: CodeRunsPorts
  #wasCutOff: boolean
  /** The one that was ordered last: while it runs, and until the player takes it. */
  #judged: CodeRun | null = null

  constructor(ports: CodeRunsPorts) {
    this.#ports = ports
    this.#wasCutOff = ports.mark.wasCutOff
  }

  get wasCutOff(): boolean {
    return this.#wasCutOff
  }

  prepare(): void {
    this.#ports.prepare()
  }

  async run(source: CodeSource): Promise<CodeOutcome> {
    const begun = performance.now()
    this.#wasCutOff = false
    this.#judged?.close()
    this.#judged = null
    let run: CodeRun | null = null
    try {
      run = this.start(source)
      this.#judged = run
      await run.runTo(source.code.until)
    } catch (error) {
      run?.close()
      if (this.#judged === run) this.#judged = null
      return outcomeOf(error)
    }
    const { trace, now: at, isIdle, waiting } = run
    const tookMs = performance.now() - begun
    return { type: 'ran', run: { source, trace, at, isIdle, waiting, tookMs } }
  }

  /** Begins a run; nothing of it happens before it is told to. */
  start(source: CodeSource): CodeRun {
    const { open, mark } = this.#ports
    return new CodeRun(source, open, mark)
  }

  /** The run of this very source that has just been judged, once; it is the caller's from then on. */
  take(source: CodeSource): CodeRun | null {
    const judged = this.#judged
    if (judged?.source.code !== source.code || source.inputs.length > 0) return null
    this.#judged = null
    return judged
  }
}

function outcomeOf(error: unknown): CodeOutcome {
  if (error instanceof CodeRefusedError) return { type: 'refused', errors: error.errors }
  if (error instanceof RunEndedError) {
    return { type: 'ended', reason: error.reason, detail: error.message }
  }
  return { type: 'ended', reason: 'failed', detail: String(error) }
}
