import { assert } from '#std'
import { formatFact, type Fact, type FactCatalogue, type FactId, type FieldType } from './fact.ts'
import type { Instant } from './time.ts'

/** A stretch of a trace as flat arrays: cheap to send to another thread and to append there. */
export interface TraceSlice {
  /** The id of the first fact in the slice. */
  readonly from: number
  readonly kinds: Uint16Array<ArrayBuffer>
  readonly ats: Float64Array<ArrayBuffer>
  readonly causes: Int32Array<ArrayBuffer>
  /** The fields of all facts, one after the other. */
  readonly values: Float64Array<ArrayBuffer>
  /** How many words the trace knew before this slice. */
  readonly wordsFrom: number
  readonly words: readonly string[]
}

interface KindSpec {
  readonly kind: string
  readonly names: readonly string[]
  readonly types: readonly FieldType[]
}

const NO_CAUSE = -1

/**
 * Everything that happened in a run, in order, append-only. Facts are stored as columns of numbers
 * (texts as indexes into a word list) and made into objects only when somebody reads one.
 */
export class Trace {
  readonly #catalogue: FactCatalogue
  readonly #specs: readonly KindSpec[]
  readonly #kindIndex: ReadonlyMap<string, number>
  readonly #wordIndex = new Map<string, number>()
  #words: string[] = []
  #kinds = new Uint16Array(1_024)
  #ats = new Float64Array(1_024)
  #causes = new Int32Array(1_024)
  /** Where the fields of each fact start; one more entry than there are facts. */
  #starts = new Uint32Array(1_025)
  #values = new Float64Array(4_096)
  #length = 0

  constructor(catalogue: FactCatalogue) {
    this.#catalogue = catalogue
    this.#specs = Object.entries(catalogue).map(([kind, fields]) => ({
      kind,
      names: Object.keys(fields),
      types: Object.values(fields),
    }))
    this.#kindIndex = new Map(this.#specs.map((spec, index) => [spec.kind, index]))
  }

  /** How many facts there are. */
  get length(): number {
    return this.#length
  }

  /** The instant of a fact. */
  at(id: FactId): Instant {
    return this.#ats[id] as Instant
  }

  /** The kind of a fact. */
  kind(id: FactId): string {
    return this.#spec(id).kind
  }

  /** The fact that made this one happen, or null. */
  cause(id: FactId): FactId | null {
    const cause = this.#causes[id] as number
    return cause === NO_CAUSE ? null : (cause as FactId)
  }

  /** The whole fact, as an object. */
  fact(id: FactId): Fact {
    assert(id >= 0 && id < this.#length, `the trace has a fact ${id}`)
    const spec = this.#spec(id)
    const start = this.#starts[id] as number
    const fields: Record<string, number | string | boolean | null> = {}
    for (let index = 0; index < spec.names.length; index++) {
      const value = this.#values[start + index] as number
      fields[spec.names[index] as string] = this.#decode(spec.types[index] as FieldType, value)
    }
    return { id, at: this.at(id), kind: spec.kind, fields, cause: this.cause(id) }
  }

  /** A number in a fact, without making the whole object; null when there is none. */
  number(id: FactId, field: string): number | null {
    const value = this.#value(id, field)
    return Number.isNaN(value) ? null : value
  }

  /** A text in a fact; null when there is none. */
  text(id: FactId, field: string): string | null {
    const value = this.#value(id, field)
    return Number.isNaN(value) ? null : (this.#words[value] as string)
  }

  /** A flag in a fact; false when there is none. */
  flag(id: FactId, field: string): boolean {
    return this.#value(id, field) === 1
  }

  /** The first `count` facts as lines of JSON, without line ends: the text of a trace file. */
  lines(count: number = this.#length): readonly string[] {
    return Array.from({ length: count }, (_, id) => formatFact(this.fact(id as FactId)))
  }

  /** How many facts happened at or before `at`. */
  countUntil(at: Instant): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ats[middle] as number) <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Appends one fact; its instant must not lie before the last one's. */
  append(
    at: Instant,
    kind: string,
    fields: Readonly<Record<string, number | string | boolean | null>>,
    cause: FactId | null,
  ): FactId {
    const kindIndex = this.#kindIndex.get(kind)
    assert(kindIndex !== undefined, `the catalogue has facts of kind ${kind}`)
    const spec = this.#specs[kindIndex] as KindSpec
    const id = this.#length as FactId
    this.#reserve(1, spec.names.length)
    let cursor = this.#starts[id] as number
    for (let index = 0; index < spec.names.length; index++) {
      const value = fields[spec.names[index] as string]
      assert(value !== undefined, `${kind} is recorded with its field ${spec.names[index]}`)
      this.#values[cursor++] = this.#encode(value)
    }
    this.#kinds[id] = kindIndex
    this.#ats[id] = at
    this.#causes[id] = cause ?? NO_CAUSE
    this.#starts[id + 1] = cursor
    this.#length = id + 1
    return id
  }

  /** The facts from `from` on, and the words from `wordsFrom` on, as flat arrays of their own. */
  slice(from: number, wordsFrom: number): TraceSlice {
    const start = this.#starts[from] as number
    return {
      from,
      kinds: this.#kinds.slice(from, this.#length),
      ats: this.#ats.slice(from, this.#length),
      causes: this.#causes.slice(from, this.#length),
      values: this.#values.slice(start, this.#starts[this.#length]),
      wordsFrom,
      words: this.#words.slice(wordsFrom),
    }
  }

  /** How many different texts the trace holds. */
  get wordCount(): number {
    return this.#words.length
  }

  /** Appends a slice of another trace with the same catalogue, dropping what this one had beyond it. */
  appendSlice(slice: TraceSlice): void {
    assert(slice.from <= this.#length, 'a slice continues the trace without a gap')
    assert(slice.wordsFrom <= this.#words.length, 'a slice continues the words without a gap')
    this.truncate(slice.from)
    this.#truncateWords(slice.wordsFrom)
    for (const word of slice.words) this.#intern(word)
    this.#reserve(slice.kinds.length, slice.values.length)
    this.#kinds.set(slice.kinds, slice.from)
    this.#ats.set(slice.ats, slice.from)
    this.#causes.set(slice.causes, slice.from)
    this.#values.set(slice.values, this.#starts[slice.from])
    for (const kind of slice.kinds) {
      const width = (this.#specs[kind] as KindSpec).names.length
      this.#starts[this.#length + 1] = (this.#starts[this.#length] as number) + width
      this.#length++
    }
  }

  /** Forgets every fact from `length` on. */
  truncate(length: number): void {
    assert(length <= this.#length, 'a trace is cut at a fact it has')
    this.#length = length
  }

  /** An independent copy of the first `length` facts. */
  copy(length: number = this.#length): Trace {
    const result = new Trace(this.#catalogue)
    result.appendSlice(this.slice(0, 0))
    result.truncate(length)
    return result
  }

  #value(id: FactId, field: string): number {
    const { kind, names } = this.#spec(id)
    const index = names.indexOf(field)
    assert(index >= 0, `${kind} has a field ${field}`)
    return this.#values[(this.#starts[id] as number) + index] as number
  }

  #spec(id: FactId): KindSpec {
    return this.#specs[this.#kinds[id] as number] as KindSpec
  }

  #encode(value: number | string | boolean | null): number {
    if (value === null) return Number.NaN
    if (typeof value === 'string') return this.#intern(value)
    return Number(value)
  }

  #decode(type: FieldType, value: number): number | string | boolean | null {
    if (Number.isNaN(value)) return null
    if (type === 'text') return this.#words[value] as string
    return type === 'flag' ? value === 1 : value
  }

  #intern(word: string): number {
    const known = this.#wordIndex.get(word)
    if (known !== undefined) return known
    this.#wordIndex.set(word, this.#words.length)
    return this.#words.push(word) - 1
  }

  #truncateWords(count: number): void {
    for (const word of this.#words.slice(count)) this.#wordIndex.delete(word)
    this.#words = this.#words.slice(0, count)
  }

  #reserve(facts: number, values: number): void {
    const factsNeeded = this.#length + facts + 1
    if (factsNeeded > this.#kinds.length) {
      const capacity = Math.max(factsNeeded, this.#kinds.length * 2)
      this.#kinds = grown(new Uint16Array(capacity), this.#kinds)
      this.#ats = grown(new Float64Array(capacity), this.#ats)
      this.#causes = grown(new Int32Array(capacity), this.#causes)
      this.#starts = grown(new Uint32Array(capacity + 1), this.#starts)
    }
    const valuesNeeded = (this.#starts[this.#length] as number) + values
    if (valuesNeeded > this.#values.length) {
      const capacity = Math.max(valuesNeeded, this.#values.length * 2)
      this.#values = grown(new Float64Array(capacity), this.#values)
    }
  }
}

function grown<Numbers extends { set(source: Numbers): void }>(target: Numbers, source: Numbers) {
  target.set(source)
  return target
}
