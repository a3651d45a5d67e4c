import { atSeconds, Simulation, START, type FactId, type Instant } from '#engine'
import { shopModel, type ShopDefinition, type ShopInput } from '#scenarios'
import { evaluate, type Evidence } from './evaluate.ts'
import { shopOf, type Lesson, type LessonStep, type StepAction } from './lesson.ts'
import { evidenceOf, missingChecks } from './whole-run.ts'

/** What was proved about a lesson, and what could not be. */
export interface Proofs {
  readonly proved: number
  readonly failures: readonly string[]
}

/** Other luck than the step's own: a solution must not depend on it. */
export const OTHER_SEEDS: readonly number[] = [11, 12]

/**
 * Plays every step without a screen, but for exercises (see {@link proveExercise}): the start fails a check, the solution passes them all with any
 * luck, leaving out one of its actions fails one, and each foreseen mistake is recognised, alone.
 */
export function proveLesson(lesson: Lesson): Proofs {
  const failures: string[] = []
  let proved = 0
  const demand = (holds: boolean, what: string) => {
    proved++
    if (!holds) failures.push(`${lesson.id}: ${what}`)
  }
  const steps = lesson.steps.filter(({ exercise }) => exercise === undefined)
  for (const step of steps) proveStep(step, shopOf(lesson, step), demand)
  return { proved, failures }
}

/** Notes a proof, and what could not be proved. */
export type Demand = (holds: boolean, what: string) => void

function proveStep(step: LessonStep, shop: ShopDefinition, demand: Demand): void {
  const missing = (actions: readonly StepAction[], seed = step.seed) =>
    missingChecks(step, play(step, shop, actions, seed))
  demand(missing([]).length > 0, `${step.id}: the start fails a check`)
  for (const seed of [step.seed, ...OTHER_SEEDS]) {
    const left = missing(step.solution, seed)
    demand(
      left.length === 0,
      `${step.id}: the solution passes (seed ${seed}; left: ${left.join()})`,
    )
  }
  step.solution.forEach((_, index) => {
    const shorter = step.solution.filter((__, other) => other !== index)
    demand(missing(shorter).length > 0, `${step.id}: action ${index + 1} of the solution matters`)
  })
  for (const mistake of step.mistakes) {
    const played = play(step, shop, mistake.sample, step.seed)
    const seen = step.mistakes.filter((one) => evaluate(one.predicate, played).isMet)
    const names = seen.map((one) => one.id).join()
    demand(names === mistake.id, `${step.id}: mistake ${mistake.id} is recognised alone (${names})`)
    demand(
      missingChecks(step, played).length > 0,
      `${step.id}: mistake ${mistake.id} fails a check`,
    )
  }
  const solved = play(step, shop, step.solution, step.seed)
  demand(!hasRefusedInput(solved), `${step.id}: every action of the solution makes sense`)
  for (const mistake of step.mistakes) {
    const isSeen = evaluate(mistake.predicate, solved).isMet
    demand(!isSeen, `${step.id}: the solution is not taken for mistake ${mistake.id}`)
  }
}

function hasRefusedInput({ trace }: Evidence): boolean {
  for (let id = 0; id < trace.length; id++) {
    if (trace.kind(id as FactId) === 'shop.input-refused') return true
  }
  return false
}

/** Does what the actions say in a run of the step's shop, and shows how it stands then. */
function play(
  step: LessonStep,
  shop: ShopDefinition,
  actions: readonly StepAction[],
  seed: number,
): Evidence {
  const inputs: { readonly at: Instant; readonly input: ShopInput }[] = []
  let playhead: Instant = START
  let answer: string | null = null
  for (const action of actions) {
    if ('answer' in action) answer = action.answer
    else if ('until' in action) playhead = atSeconds(action.until)
    else {
      playhead = atSeconds(action.at)
      inputs.push({ at: playhead, input: action.input })
    }
  }
  const simulation = new Simulation(shopModel, { params: shop, seed, inputs })
  simulation.runUntil(playhead)
  return evidenceOf(step, {
    trace: simulation.trace,
    definition: shop,
    until: playhead,
    answer,
  })
}
