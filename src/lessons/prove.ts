import { atSeconds, Simulation, type Instant } from '#engine'
import { LedgerFold, shopModel, ShopViews, type ShopDefinition, type ShopInput } from '#scenarios'
import { evaluate, type Evidence } from './evaluate.ts'
import type { Lesson, LessonStep, StepAction } from './lesson.ts'

/** What was proved about a lesson, and what could not be. */
export interface Proofs {
  readonly proved: number
  readonly failures: readonly string[]
}

/** Other luck than the step's own: a solution must not depend on it. */
const OTHER_SEEDS = [11, 12]

/**
 * Plays every step without a screen: the start fails a check, the solution passes them all with any
 * luck, leaving out one of its actions fails one, and each foreseen mistake is recognised, alone.
 */
export function proveLesson(lesson: Lesson): Proofs {
  const failures: string[] = []
  let proved = 0
  const demand = (holds: boolean, what: string) => {
    proved++
    if (!holds) failures.push(`${lesson.id}: ${what}`)
  }
  let before: Played | null = null
  for (const step of lesson.steps) {
    const from: Played | null = step.shop === null ? before : null
    const shop = step.shop ?? before?.shop
    if (shop === undefined) {
      failures.push(`${lesson.id}: ${step.id} has no shop to go on with`)
      continue
    }
    proveStep(step, shop, from, demand)
    before = play(step, shop, from, step.solution, step.seed)
  }
  return { proved, failures }
}

type Demand = (holds: boolean, what: string) => void

function proveStep(
  step: LessonStep,
  shop: ShopDefinition,
  from: Played | null,
  demand: Demand,
): void {
  const missing = (actions: readonly StepAction[], seed = step.seed) =>
    missingChecks(step, play(step, shop, from, actions, seed))
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
    const played = play(step, shop, from, mistake.sample, step.seed)
    const seen = step.mistakes.filter((one) => evaluate(one.predicate, played.evidence).isMet)
    const names = seen.map((one) => one.id).join()
    demand(names === mistake.id, `${step.id}: mistake ${mistake.id} is recognised alone (${names})`)
    demand(
      missingChecks(step, played).length > 0,
      `${step.id}: mistake ${mistake.id} fails a check`,
    )
  }
  const solved = play(step, shop, from, step.solution, step.seed)
  for (const mistake of step.mistakes) {
    const isSeen = evaluate(mistake.predicate, solved.evidence).isMet
    demand(!isSeen, `${step.id}: the solution is not taken for mistake ${mistake.id}`)
  }
}

function missingChecks(step: LessonStep, played: Played): readonly string[] {
  return step.checks
    .filter((check) => !evaluate(check.predicate, played.evidence).isMet)
    .map((check) => check.id)
}

interface Played {
  readonly evidence: Evidence
  readonly shop: ShopDefinition
  readonly inputs: readonly { readonly at: Instant; readonly input: ShopInput }[]
}

/** Does what the actions say in a run of the step's shop, and shows how it stands then. */
function play(
  step: LessonStep,
  shop: ShopDefinition,
  from: Played | null,
  actions: readonly StepAction[],
  seed: number,
): Played {
  const offset = from === null ? 0 : from.evidence.playhead
  const inputs = [...(from?.inputs ?? [])]
  let playhead = offset as Instant
  let answer: string | null = null
  for (const action of actions) {
    if ('answer' in action) answer = action.answer
    else if ('until' in action) playhead = (offset + atSeconds(action.until)) as Instant
    else {
      playhead = (offset + atSeconds(action.at)) as Instant
      inputs.push({ at: playhead, input: action.input })
    }
  }
  const simulation = new Simulation(shopModel, { params: shop, seed, inputs })
  simulation.runUntil(playhead)
  const { trace } = simulation
  const ledger = new LedgerFold(shop)
  ledger.advance(trace, 0, trace.length)
  const views = new ShopViews(trace, shop)
  views.advance(trace.length)
  const evidence: Evidence = {
    ...{ trace, factCount: trace.length, playhead, answer },
    ledger: ledger.ledger(),
    shop: views.view().definition,
    rightAnswer: step.prediction?.answer ?? null,
  }
  return { evidence, shop, inputs }
}
