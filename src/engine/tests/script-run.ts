import type { Engine, runFacts } from '../engine.ts'
import type { FactId } from '../fact.ts'
import { Simulation, type RunSettings } from '../simulation.ts'

const facts = { 'script.said': { text: 'text' } } as const

export type ScriptEngine = Engine<typeof facts & typeof runFacts, string>

/** What a model does, said by the test itself: it knows one fact, and an event is a word. */
export interface Script {
  start?(engine: ScriptEngine): void
  on?(event: string, engine: ScriptEngine): void
  input?(input: string, engine: ScriptEngine): void
}

export type ScriptRun = Simulation<null, null, string, string, typeof facts>

/** A run of the script. What it leaves out says the word of the event or input as a fact. */
export function scriptRun(
  { start, on = say, input = say }: Script,
  settings: Partial<RunSettings<null, string>> = {},
): ScriptRun {
  return new Simulation<null, null, string, string, typeof facts>(
    {
      facts,
      start(_, engine) {
        start?.(engine)
        return null
      },
      handle: (_, event, engine) => {
        on(event, engine)
      },
      apply: (_, word, engine) => {
        input(word, engine)
      },
    },
    { params: null, seed: 1, ...settings },
  )
}

/** Records the word as a fact. */
export function say(text: string, engine: ScriptEngine): FactId {
  return engine.record('script.said', { text })
}

/** Every fact of the run: what was said, or the kind of one of the kernel's. */
export function said(run: ScriptRun): readonly string[] {
  return Array.from({ length: run.trace.length }, (_, id) => {
    const { kind, fields } = run.trace.fact(id as FactId)
    return kind === 'script.said' ? String(fields['text']) : kind
  })
}

/** The cause of every fact of the run. */
export function causes(run: ScriptRun): readonly (number | null)[] {
  return Array.from({ length: run.trace.length }, (_, id) => run.trace.cause(id as FactId))
}
