import { createActor } from 'xstate'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { exerciseSource, type Exercise, type Lesson, type LessonStep } from '#lessons'
import type { CompileError, SourceFiles } from '#sandbox'
import type { Player } from '../player/player.ts'
import type { CodeOutcome, JudgedRun } from './code-runner.ts'
import { exerciseMachine } from './exercise-machine.ts'
import type { CodeRead, ExercisePorts, KeptCode } from './exercise-ports.ts'
import { thrownErrors, type ThrownError } from './thrown-errors.ts'

/** An exercise as it stands; replaced, never changed. */
export interface ExerciseState {
  readonly phase: 'ready' | 'running' | 'ran' | 'refused' | 'ended'
  /** How many runs have come to some end since the page was opened. */
  readonly runs: number
  /** What stands in the editor. */
  readonly files: SourceFiles
  /** The last run that came to its end; null before there is one. */
  readonly run: JudgedRun | null
  /** The files have changed since the run that is shown. */
  readonly isStale: boolean
  /** What was run last was the solution, and not what stands in the editor. */
  readonly isSolution: boolean
  readonly errors: readonly CompileError[]
  readonly thrown: readonly ThrownError[]
  readonly ended: Extract<CodeOutcome, { readonly type: 'ended' }> | null
  readonly attempts: number
  /** The lesson's start is another than the one the kept text was begun from. */
  readonly hasNewStart: boolean
  /** The text before the last reset; null when there was none. */
  readonly beforeReset: SourceFiles | null
  /** Why the text cannot be kept, or null. */
  readonly refusal: 'refused' | 'full' | null
  /** Why what was kept could not be read, or null. */
  readonly problem: CodeRead['problem']
  /** The solution was asked for and could not be loaded. */
  readonly hasNoSolution: boolean
}

/** What an exercise is made for. */
export interface SessionSettings {
  readonly lesson: Lesson
  readonly step: LessonStep
  readonly exercise: Exercise
  readonly start: SourceFiles
  readonly ports: ExercisePorts
  readonly player: Player
}

/** How long after the last key the text is written down, milliseconds. */
const KEEP_DELAY_MS = 300

/** One exercise being worked on: its text, its runs, and what is kept of it. */
export class ExerciseSession {
  readonly store: StoreApi<ExerciseState>
  readonly settings: SessionSettings
  readonly #actor = createActor(exerciseMachine)
  /** The start that the text was begun from; another one than the lesson's until one has chosen. */
  #base: SourceFiles
  #timer: number | null = null

  constructor(settings: SessionSettings) {
    const { lesson, step, exercise, start, ports } = settings
    this.settings = settings
    const { code: kept, problem } = ports.keeper.read(lesson.id, step.id)
    const mine = kept !== null && isOwn(kept, start) ? kept : null
    this.#base = mine?.start ?? start
    this.#actor.start()
    this.store = createStore<ExerciseState>(() => ({
      phase: 'ready',
      runs: 0,
      files: ofExercise(exercise, start, mine),
      run: null,
      isStale: false,
      isSolution: false,
      errors: [],
      thrown: [],
      ended: null,
      attempts: kept?.attempts ?? 0,
      hasNewStart: !areSame(this.#base, start),
      beforeReset: null,
      refusal: null,
      problem,
      hasNoSolution: false,
    }))
    ports.runner.prepare()
  }

  edit(file: string, text: string): void {
    const { files } = this.store.getState()
    if (files[file] === text || this.settings.exercise.given?.includes(file) === true) return
    this.#show({ ...files, [file]: text })
    this.#timer ??= window.setTimeout(() => {
      this.keep()
    }, KEEP_DELAY_MS)
  }

  /** Runs what stands in the editor. */
  async run(): Promise<void> {
    const { files, attempts, phase } = this.store.getState()
    if (phase === 'running') return
    const isAttempt = !areSame(files, this.settings.start)
    if (isAttempt) this.store.setState({ attempts: attempts + 1 })
    // A run may take the page with it.
    this.keep()
    await this.#run(files, false)
  }

  /** Runs the solution; the editor keeps what stands there. */
  async runSolution(): Promise<void> {
    const solution = await this.solution()
    if (solution !== null) await this.#run(solution, true)
  }

  /** The solution, every file; null when it cannot be loaded. */
  async solution(): Promise<SourceFiles | null> {
    const { lesson, step, start, ports } = this.settings
    try {
      const files = { ...start, ...(await ports.library.solution(lesson.id, step.id)) }
      this.store.setState({ hasNoSolution: false })
      return files
    } catch {
      this.store.setState({ hasNoSolution: true })
      return null
    }
  }

  /** Back to the start: one file, or all of them. */
  reset(file: string | null): void {
    const { start } = this.settings
    const { files } = this.store.getState()
    if (file === null) this.chooseStart('new')
    else this.#replace({ ...files, [file]: start[file] ?? '' })
  }

  /** The text before the last reset again. */
  undoReset(): void {
    const { beforeReset } = this.store.getState()
    if (beforeReset === null) return
    this.#replace(beforeReset)
    this.store.setState({ beforeReset: null })
  }

  /** The lesson has another start by now: takes it, or goes on with the text as it is. */
  chooseStart(choice: 'mine' | 'new'): void {
    this.#base = this.settings.start
    this.store.setState({ hasNewStart: false })
    if (choice === 'new') this.#replace(this.settings.start)
    else this.keep()
  }

  /** Writes the text down now. */
  keep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const { lesson, step, ports } = this.settings
    const { files, attempts } = this.store.getState()
    const kept: KeptCode = { files, attempts, start: this.#base }
    this.store.setState({ refusal: ports.keeper.write(lesson.id, step.id, kept) })
  }

  /** Writes down what has not been yet; another page may have kept something since. */
  flush(): void {
    if (this.#timer !== null) this.keep()
  }

  dispose(): void {
    this.flush()
    this.#actor.stop()
  }

  #replace(files: SourceFiles): void {
    this.store.setState({ beforeReset: this.store.getState().files })
    this.#show(files)
    this.keep()
  }

  #show(files: SourceFiles): void {
    const { run, isSolution } = this.store.getState()
    const isStale = run !== null && !isSolution && !areSame(files, run.source.code.files)
    this.store.setState({ files, isStale })
  }

  async #run(files: SourceFiles, isSolution: boolean): Promise<void> {
    if (this.store.getState().phase === 'running') return
    const { lesson, step, exercise, ports, player } = this.settings
    this.#go('RUN', { errors: [], thrown: [], ended: null })
    const outcome = await ports.runner.run(exerciseSource(lesson, step, exercise, files))
    // The person may have gone on to another step.
    if (this.#actor.getSnapshot().status !== 'active') return
    if (outcome.type === 'refused') this.#go('REFUSED', { errors: outcome.errors })
    else if (outcome.type === 'ended') this.#go('ENDED', { ended: outcome })
    else {
      const { run } = outcome
      const isStale = !isSolution && !areSame(files, this.store.getState().files)
      this.#go('RAN', { run, isSolution, isStale, thrown: thrownErrors(run.trace) })
      player.open(run.source)
      player.setSpeed(step.speed)
      player.play()
      ports.runner.prepare()
    }
  }

  #go(type: 'RUN' | 'RAN' | 'REFUSED' | 'ENDED', change: Partial<ExerciseState>): void {
    this.#actor.send({ type })
    const runs = this.store.getState().runs + (type === 'RUN' ? 0 : 1)
    this.store.setState({ ...change, runs, phase: this.#actor.getSnapshot().value })
  }
}

/** Whether somebody has written something: else the lesson may have another start unasked. */
function isOwn({ files, start }: KeptCode, startNow: SourceFiles): boolean {
  return !areSame(files, start) && !areSame(files, startNow)
}

/** The kept text of files one may edit; everything else as it is at the start. */
function ofExercise(
  { files, given = [] }: Exercise,
  start: SourceFiles,
  kept: KeptCode | null,
): SourceFiles {
  return Object.fromEntries(
    files.map((file) => {
      const own = given.includes(file) ? undefined : kept?.files[file]
      return [file, own ?? start[file] ?? '']
    }),
  )
}

function areSame(one: SourceFiles, other: SourceFiles): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  )
}
