import { useMemo } from 'react'
import { toSeconds, type FactId, type Instant, type Trace } from '#engine'
import type { Waiting } from '#sandbox'
import type { CodePlace } from '../editor/code-file.ts'
import { useDescribeFact } from '../i18n/describe-fact.ts'
import { useText } from '../i18n/text.ts'
import type { JudgedRun } from './code-runner.ts'
import type { ExerciseSession, ExerciseState } from './exercise-session.ts'
import type { ThrownError } from './thrown-errors.ts'
import { useShowFact } from './use-show-fact.ts'

interface RunReportProps {
  readonly session: ExerciseSession
  readonly state: ExerciseState
  /** Goes to a line of the code. */
  reveal(place: CodePlace): void
}

/** What the last run has to say: how it ended, exceptions, what was waited for, what was printed. */
export function RunReport({ session, state, reveal }: RunReportProps) {
  const { t } = useText()
  const { phase, run, ended, thrown } = state
  return (
    <section className="report" aria-label={t('exercise.report')}>
      {phase === 'refused' && <p className="report__text">{t('exercise.notCompiled')}</p>}
      {phase === 'ended' && ended !== null && (
        <p className="report__text report__text--bad" role="alert">
          {t(`exercise.ended.${ended.reason}`, { detail: ended.detail })}
        </p>
      )}
      {phase === 'ready' && run === null && (
        <p className="report__text">
          {t('exercise.plays', {
            who: Object.entries(session.settings.exercise.players)
              .map(([node, file]) => `${node} (${file})`)
              .join(', '),
          })}
        </p>
      )}
      {run !== null && phase === 'ran' && (
        <>
          <EndText run={run} />
          <Exits run={run} />
          {thrown.map((error) => (
            <Thrown key={error.fact} run={run} error={error} reveal={reveal} />
          ))}
          <Output run={run} />
        </>
      )}
    </section>
  )
}

/** How the run came to its end, and what was waited for then. */
function EndText({ run }: { readonly run: JudgedRun }) {
  const { t, number } = useText()
  const seconds = number(toSeconds(run.at), 1)
  return (
    <>
      <p className="report__text">
        {t(run.isIdle ? 'exercise.idle' : 'exercise.timeOver', { seconds })}
      </p>
      {run.waiting.length > 0 && (
        <ul className="report__list">
          {run.waiting.map((waiting) => (
            <li key={`${waiting.process} ${waiting.what}`}>
              <WaitingText waiting={waiting} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function WaitingText({ waiting: { process, what, orders } }: { readonly waiting: Waiting }) {
  const { t } = useText()
  const shown = orders.slice(0, 8).map((order) => `#${order}`)
  if (orders.length > shown.length) shown.push('…')
  return t(`exercise.waiting.${what}`, { process, orders: shown.join(', ') })
}

/** More of them say nothing new. */
const EXITS_MAX = 6

/** Processes whose code ended by itself: whoever had something to ask of them found nobody. */
function Exits({ run }: { readonly run: JudgedRun }) {
  const { t } = useText()
  const exits = useMemo(() => exitsIn(run.trace), [run])
  if (exits.length === 0) return null
  return (
    <ul className="report__list">
      {exits.map((fact) => {
        const process = run.trace.text(fact, 'process') ?? ''
        const code = run.trace.number(fact, 'code') ?? 0
        return (
          <li key={fact}>
            <InstantButton run={run} fact={fact} />{' '}
            {t(code === STILL_WAITING ? 'exercise.exitedWaiting' : 'exercise.exited', {
              process,
              code,
            })}
          </li>
        )
      })}
    </ul>
  )
}

/** The exit status of a program that waits at its top level for what nothing can settle. */
const STILL_WAITING = 13

function exitsIn(trace: Trace): readonly FactId[] {
  const exits: FactId[] = []
  for (let id = 0; id < trace.length && exits.length < EXITS_MAX; id++) {
    const fact = id as FactId
    const isExit =
      trace.kind(fact) === 'sandbox.process-ended' && trace.text(fact, 'how') === 'exited'
    if (isExit) exits.push(fact)
  }
  return exits
}

interface ThrownProps {
  readonly run: JudgedRun
  readonly error: ThrownError
  reveal(place: CodePlace): void
}

/** An exception: where, when, and what the broker made of it. */
function Thrown({ run, error, reveal }: ThrownProps) {
  const { t } = useText()
  const describe = useDescribeFact()
  const { file, line, process, message, times, consequences } = error
  return (
    <div className="report__thrown">
      <p className="report__text report__text--bad">{t('exercise.thrown', { process, message })}</p>
      <p className="report__places">
        <InstantButton run={run} fact={error.fact} />
        {file !== null && (
          <button
            type="button"
            className="report__link"
            onClick={() => {
              reveal({ file, line: line ?? 1 })
            }}
          >
            {t('exercise.place', { file, line: line ?? 1 })}
          </button>
        )}
        {times > 1 && <span>{t('exercise.times', { count: times })}</span>}
      </p>
      {consequences.length > 0 && (
        <>
          <p className="report__text">{t('exercise.brokerThen')}</p>
          <ul className="report__list">
            {consequences.map((fact) => (
              <li key={fact}>{describe(run.trace.fact(fact))}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** Goes to the instant of a fact. */
function InstantButton({ run, fact }: { readonly run: JudgedRun; readonly fact: FactId }) {
  const { t, number } = useText()
  const show = useShowFact()
  return (
    <button
      type="button"
      className="report__link"
      onClick={() => {
        show(run, fact)
      }}
    >
      {t('seconds', { value: number(toSeconds(run.trace.at(fact)), 3) })}
    </button>
  )
}

/** More lines are found in the trace. */
const LINES_MAX = 200

interface PrintedLine {
  readonly fact: FactId
  readonly at: Instant
  readonly process: string
  readonly line: string
  readonly isError: boolean
}

function Output({ run }: { readonly run: JudgedRun }) {
  const { t } = useText()
  const lines = useMemo(() => printedLines(run.trace), [run])
  if (lines.length === 0) return null
  return (
    <>
      <h3 className="report__head">{t('exercise.output')}</h3>
      <ol className="report__output">
        {lines.map(({ fact, process, line, isError }) => (
          <li key={fact} data-error={isError}>
            <InstantButton run={run} fact={fact} /> <span>{process}</span> <code>{line}</code>
          </li>
        ))}
      </ol>
    </>
  )
}

function printedLines(trace: Trace): readonly PrintedLine[] {
  const lines: PrintedLine[] = []
  for (let id = 0; id < trace.length && lines.length < LINES_MAX; id++) {
    const fact = id as FactId
    if (trace.kind(fact) !== 'sandbox.line-printed') continue
    lines.push({
      fact,
      at: trace.at(fact),
      process: trace.text(fact, 'process') ?? '',
      line: trace.text(fact, 'line') ?? '',
      isError: trace.text(fact, 'stream') === 'stderr',
    })
  }
  return lines
}
