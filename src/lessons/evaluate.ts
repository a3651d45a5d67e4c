import { exhaustive } from '#std'
import { toSeconds, type FactId, type Instant, type Trace } from '#engine'
import type { Ledger, ShopDefinition } from '#scenarios'
import type { FactPattern, Metric, PatternValue, Predicate } from './predicate.ts'

/** A run up to the playhead, and what the learner said about it. */
export interface Evidence {
  readonly trace: Trace
  /** Facts up to the playhead. */
  readonly factCount: number
  readonly playhead: Instant
  readonly ledger: Ledger
  /** The shop as it stands at the playhead. */
  readonly shop: ShopDefinition
  /** What was predicted; null while nothing was. */
  readonly answer: string | null
  readonly rightAnswer: string | null
}

/** Whether something holds, and the fact that decided it, where one did. */
export interface Verdict {
  readonly isMet: boolean
  readonly decidedBy: FactId | null
}

/** Answers a predicate over a run up to its playhead. */
export function evaluate(predicate: Predicate, evidence: Evidence): Verdict {
  switch (predicate.type) {
    case 'count':
      return evaluateCount(predicate, evidence)
    case 'after':
      return evaluateAfter(predicate, evidence)
    case 'every':
      return evaluateEvery(predicate, evidence)
    case 'metric': {
      const { compare, value, orders = 0 } = predicate
      const figure = figureOf(predicate.metric, evidence.ledger)
      const isEnough = evidence.ledger.processed >= orders && figure !== null
      const holds = figure !== null && (compare === 'atLeast' ? figure >= value : figure <= value)
      return { isMet: isEnough && holds, decidedBy: null }
    }
    case 'setting':
      return { isMet: isSet(predicate, evidence.shop), decidedBy: null }
    case 'time':
      return { isMet: toSeconds(evidence.playhead) >= predicate.atLeast, decidedBy: null }
    case 'answer': {
      const { answer, rightAnswer } = evidence
      const isGood = predicate.right === undefined || (answer === rightAnswer) === predicate.right
      return { isMet: answer !== null && isGood, decidedBy: null }
    }
    case 'all':
    case 'any':
      return evaluateSeveral(predicate, evidence)
    case 'not': {
      const verdict = evaluate(predicate.of, evidence)
      return { isMet: !verdict.isMet, decidedBy: verdict.decidedBy }
    }
    default:
      return exhaustive(predicate)
  }
}

type Of<Type extends Predicate['type']> = Extract<Predicate, { readonly type: Type }>

function evaluateCount(predicate: Of<'count'>, evidence: Evidence): Verdict {
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = predicate
  let count = 0
  let decidedBy: FactId | null = null
  for (let id = 0; id < evidence.factCount; id++) {
    const fact = id as FactId
    if (predicate.before !== undefined && matches(predicate.before, evidence.trace, fact)) break
    if (!matches(predicate.fact, evidence.trace, fact)) continue
    count++
    if (count === atLeast || count === atMost + 1) decidedBy = fact
  }
  return { isMet: count >= atLeast && count <= atMost, decidedBy }
}

function evaluateAfter(predicate: Of<'after'>, evidence: Evidence): Verdict {
  let isBegun = false
  for (let id = 0; id < evidence.factCount; id++) {
    const fact = id as FactId
    if (isBegun && matches(predicate.then, evidence.trace, fact)) {
      return { isMet: true, decidedBy: fact }
    }
    isBegun ||= matches(predicate.first, evidence.trace, fact)
  }
  return { isMet: false, decidedBy: null }
}

function evaluateEvery(predicate: Of<'every'>, evidence: Evidence): Verdict {
  const { trace, factCount } = evidence
  const open = new Map<unknown, FactId>()
  const found = new Set<unknown>()
  let count = 0
  for (let id = 0; id < factCount; id++) {
    const fact = id as FactId
    if (predicate.since !== undefined && matches(predicate.since, trace, fact)) {
      open.clear()
      count = 0
    }
    if (matches(predicate.thereIs, trace, fact)) found.add(trace.fact(fact).fields[predicate.same])
    if (!matches(predicate.fact, trace, fact)) continue
    count++
    open.set(trace.fact(fact).fields[predicate.same], fact)
  }
  const missing = [...open].find(([value]) => !found.has(value))
  return {
    isMet: count >= predicate.atLeast && missing === undefined,
    decidedBy: missing?.[1] ?? null,
  }
}

function evaluateSeveral(predicate: Of<'all'> | Of<'any'>, evidence: Evidence): Verdict {
  const verdicts = predicate.of.map((one) => evaluate(one, evidence))
  const isMet =
    predicate.type === 'all'
      ? verdicts.every((verdict) => verdict.isMet)
      : verdicts.some((verdict) => verdict.isMet)
  const deciding = verdicts.find((verdict) => verdict.isMet === isMet && verdict.decidedBy !== null)
  return { isMet, decidedBy: deciding?.decidedBy ?? null }
}

function matches(pattern: FactPattern, trace: Trace, id: FactId): boolean {
  if (trace.kind(id) !== pattern.kind) return false
  if (pattern.where === undefined) return true
  const { fields } = trace.fact(id)
  return Object.entries(pattern.where).every(([name, wanted]) => fits(wanted, fields[name] ?? null))
}

function fits(wanted: PatternValue, value: number | string | boolean | null): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted
  if (isList(wanted)) return wanted.includes(value as number | string)
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = wanted
  return typeof value === 'number' && value >= atLeast && value <= atMost
}

function isList(wanted: object): wanted is readonly (number | string)[] {
  return Array.isArray(wanted)
}

function isSet(predicate: Of<'setting'>, shop: ShopDefinition): boolean {
  const node = shop.nodes.find((one) => one.id === predicate.node)
  const value = (node as unknown as Record<string, unknown> | undefined)?.[predicate.field]
  if (predicate.is !== undefined) return value === predicate.is
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = predicate
  return typeof value === 'number' && value >= atLeast && value <= atMost
}

/** A figure of the ledger; null while there is none. */
function figureOf(metric: Metric, ledger: Ledger): number | null {
  switch (metric) {
    case 'placed':
    case 'processed':
    case 'emailed':
    case 'refused':
      return ledger[metric]
    case 'lost':
    case 'doneTwice':
    case 'outOfOrder':
      return ledger[metric].length
    case 'waitMean':
      return ledger.wait === null ? null : toSeconds(ledger.wait.mean)
    case 'waitMax':
      return ledger.wait === null ? null : toSeconds(ledger.wait.max)
    case 'answerMean':
      return ledger.answer === null ? null : toSeconds(ledger.answer.mean)
    case 'answerMax':
      return ledger.answer === null ? null : toSeconds(ledger.answer.max)
    default:
      return exhaustive(metric)
  }
}
