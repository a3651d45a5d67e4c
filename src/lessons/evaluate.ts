import { exhaustive } from '#std'
import { between, toSeconds, type FactId, type Instant, type Trace } from '#engine'
import type { SourceCall } from '#sandbox'
import type { Ledger, ShopDefinition } from '#scenarios'
import { isLoadMetric, loadFigure, type LoadFigure } from './load-figure.ts'
import type { FactPattern, LoadMetric, Metric, PatternValue, Predicate } from './predicate.ts'

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
  /** The calls in the code of an exercise; none where no code was run. */
  readonly calls: readonly SourceCall[]
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
      const { value: figure, fact } = metricOf(predicate.metric, evidence)
      const isEnough = evidence.ledger.processed >= orders && figure !== null
      const holds = figure !== null && (compare === 'atLeast' ? figure >= value : figure <= value)
      return { isMet: isEnough && holds, decidedBy: isEnough ? fact : null }
    }
    case 'setting':
      return { isMet: isSet(predicate, evidence.shop), decidedBy: null }
    case 'source':
      return { isMet: evidence.calls.some((call) => isCall(predicate, call)), decidedBy: null }
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
  const valueOf = (fact: FactId) => trace.fact(fact).fields[predicate.same]
  const found = new Map<unknown, FactId[]>()
  let wanted: FactId[] = []
  for (let id = 0; id < factCount; id++) {
    const fact = id as FactId
    if (predicate.since !== undefined && matches(predicate.since, trace, fact)) wanted = []
    if (matches(predicate.thereIs, trace, fact)) {
      const value = valueOf(fact)
      found.set(value, [...(found.get(value) ?? []), fact])
    }
    if (matches(predicate.fact, trace, fact)) wanted.push(fact)
  }
  const missing = wanted.find((fact) => {
    const others = found.get(valueOf(fact)) ?? []
    return !others.some((other) => isNear(predicate, trace, fact, other))
  })
  return {
    isMet: wanted.length >= predicate.atLeast && missing === undefined,
    decidedBy: missing ?? null,
  }
}

/** Whether the other fact is where in time it has to be. */
function isNear(
  { when, within = Number.POSITIVE_INFINITY }: Of<'every'>,
  trace: Trace,
  fact: FactId,
  other: FactId,
): boolean {
  if (when === 'before' && other >= fact) return false
  if (when === 'after' && other <= fact) return false
  const [first, last] = other < fact ? [other, fact] : [fact, other]
  return toSeconds(between(trace.at(first), trace.at(last))) <= within
}

function isCall(
  { call: name, file, argument, option, is }: Of<'source'>,
  call: SourceCall,
): boolean {
  if (call.name !== name || (file !== undefined && call.file !== file)) return false
  if (argument !== undefined && !call.literals.includes(argument)) return false
  if (option === undefined) return true
  return option in call.options && (is === undefined || call.options[option] === is)
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

function metricOf(metric: Metric, evidence: Evidence): LoadFigure {
  const { trace, factCount, ledger } = evidence
  if (isLoadMetric(metric)) return loadFigure(metric, trace, factCount)
  return { value: figureOf(metric, ledger), fact: witnessOf(metric, evidence) }
}

/** The fact that shows where a figure comes from, where one order does. */
function witnessOf(metric: Metric, { ledger, trace, factCount }: Evidence): FactId | null {
  if (metric === 'lost' || metric === 'doneTwice' || metric === 'outOfOrder') {
    return ledger[metric].at(-1)?.fact ?? null
  }
  const kind = WITNESSES[metric]
  if (kind === undefined) return null
  let witness: FactId | null = null
  let longest = -1
  for (let id = 0; id < factCount; id++) {
    const fact = id as FactId
    if (trace.kind(fact) !== kind) continue
    const duration = metric === 'refused' ? 0 : (trace.number(fact, 'duration') ?? 0)
    if (duration <= longest) continue
    longest = duration
    witness = fact
  }
  return witness
}

/** Where a figure's most telling fact is: the first one, or the one that took longest. */
const WITNESSES: Partial<Readonly<Record<Metric, string>>> = {
  refused: 'shop.order-refused',
  answerMean: 'shop.order-answered',
  answerMax: 'shop.order-answered',
  waitMean: 'shop.order-processed',
  waitMax: 'shop.order-processed',
}

/** A figure of the ledger; null while there is none. */
function figureOf(metric: Exclude<Metric, LoadMetric>, ledger: Ledger): number | null {
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
