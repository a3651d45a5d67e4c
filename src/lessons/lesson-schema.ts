import * as v from 'valibot'
import { runFacts } from '#engine'
import { sandboxFacts } from '#sandbox'
import {
  checkDefinition,
  checkInput,
  worldFacts,
  type ShopDefinition,
  type ShopInput,
} from '#scenarios'
import type { Lesson } from './lesson.ts'
import type { FactPattern, Predicate } from './predicate.ts'

const CATALOGUE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...worldFacts,
  ...sandboxFacts,
  ...runFacts,
}

const range = v.strictObject({ atLeast: v.optional(v.number()), atMost: v.optional(v.number()) })
const scalar = v.union([v.number(), v.string(), v.boolean(), v.null()])
const literal = v.union([v.number(), v.string(), v.boolean()])

/** A pattern over a kind of fact that exists, and fields it has. */
const factPattern = v.pipe(
  v.strictObject({
    kind: v.string(),
    where: v.optional(
      v.record(v.string(), v.union([scalar, v.array(v.union([v.number(), v.string()])), range])),
    ),
  }),
  v.check(({ kind, where }) => {
    const fields = CATALOGUE[kind]
    return fields !== undefined && Object.keys(where ?? {}).every((name) => name in fields)
  }, 'the kind of fact or one of its fields does not exist'),
) as v.GenericSchema<FactPattern>

const METRICS = [
  'placed',
  'processed',
  'emailed',
  'refused',
  'lost',
  'doneTwice',
  'outOfOrder',
  'waitMean',
  'waitMax',
  'answerMean',
  'answerMax',
  'loadMean',
  'loadP95',
  'loadFailed',
  'loadRate',
]

/** The closed set of questions; see `predicate.ts`. */
const predicate: v.GenericSchema<Predicate> = v.lazy(() =>
  v.variant('type', [
    v.strictObject({
      type: v.literal('count'),
      fact: factPattern,
      atLeast: v.optional(v.number()),
      atMost: v.optional(v.number()),
      before: v.optional(factPattern),
    }),
    v.strictObject({ type: v.literal('after'), first: factPattern, then: factPattern }),
    v.strictObject({
      type: v.literal('every'),
      fact: factPattern,
      thereIs: factPattern,
      same: v.string(),
      atLeast: v.number(),
      when: v.optional(v.picklist(['before', 'after'])),
      within: v.optional(v.number()),
      since: v.optional(factPattern),
    }),
    v.strictObject({
      type: v.literal('metric'),
      metric: v.picklist(METRICS),
      compare: v.picklist(['atLeast', 'atMost']),
      value: v.number(),
      orders: v.optional(v.number()),
    }),
    v.strictObject({
      type: v.literal('setting'),
      node: v.string(),
      field: v.string(),
      is: v.optional(scalar),
      atLeast: v.optional(v.number()),
      atMost: v.optional(v.number()),
    }),
    v.strictObject({
      type: v.literal('source'),
      call: v.string(),
      file: v.optional(v.string()),
      argument: v.optional(literal),
      option: v.optional(v.string()),
      is: v.optional(literal),
    }),
    v.strictObject({ type: v.literal('time'), atLeast: v.number() }),
    v.strictObject({ type: v.literal('answer'), right: v.optional(v.boolean()) }),
    v.strictObject({ type: v.picklist(['all', 'any']), of: v.array(predicate) }),
    v.strictObject({ type: v.literal('not'), of: predicate }),
  ]),
) as v.GenericSchema<Predicate>

const shop = v.custom<ShopDefinition>(
  (value) => checkDefinition(value).ok,
  'the shop is not a valid definition',
)

const action = v.union([
  v.strictObject({ answer: v.string() }),
  v.strictObject({ until: v.number() }),
  v.strictObject({ at: v.number(), input: v.custom<ShopInput>((value) => isObject(value)) }),
])

const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'an id is made of a-z, 0-9 and -'))
const points = v.array(v.pipe(v.string(), v.regex(/^W-\d\d$/)))

const fileName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*\.ts$/, 'a file is named like web.ts'))

const exercise = v.pipe(
  v.strictObject({
    files: v.pipe(v.array(fileName), v.minLength(1)),
    given: v.exactOptional(v.array(fileName)),
    players: v.record(v.string(), fileName),
    inputs: v.array(
      v.strictObject({ at: v.number(), input: v.custom<ShopInput>((value) => isObject(value)) }),
    ),
    seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(600)),
    variants: v.array(id),
  }),
  v.check(
    ({ files, given = [], players }) =>
      [...given, ...Object.values(players)].every((file) => files.includes(file)),
    'a player or a given file is not among the files',
  ),
)

const step = v.pipe(
  v.strictObject({
    id,
    covers: points,
    shop: v.string(),
    seed: v.number(),
    speed: v.number(),
    controls: v.array(
      v.union([
        v.strictObject({ node: v.string(), field: v.string() }),
        v.strictObject({ exchange: v.string(), queue: v.string() }),
      ]),
    ),
    prediction: v.nullable(
      v.pipe(
        v.strictObject({ choices: v.pipe(v.array(id), v.minLength(2)), answer: id }),
        v.check(({ choices, answer }) => choices.includes(answer), 'the answer is not a choice'),
      ),
    ),
    checks: v.pipe(v.array(v.strictObject({ id, predicate })), v.minLength(1)),
    hints: v.number(),
    solution: v.array(action),
    mistakes: v.array(v.strictObject({ id, predicate, sample: v.array(action) })),
    exercise: v.exactOptional(exercise),
  }),
  v.check(
    (one) => one.exercise !== undefined || one.solution.length > 0,
    'a step without an exercise has a solution of actions',
  ),
)

/** The JSON of a lesson; unknown keys are refused. */
export const lessonSchema: v.GenericSchema<unknown, Lesson> = v.strictObject({
  id,
  version: v.number(),
  covers: points,
  shops: v.record(v.string(), shop),
  steps: v.pipe(v.array(step), v.minLength(1)),
})

/** What is wrong with the inputs of a step's actions in the shop they act on. */
export function inputProblems(
  definition: ShopDefinition,
  inputs: readonly ShopInput[],
): readonly string[] {
  return inputs.flatMap((input) => {
    const checked = checkInput(definition, input)
    return checked.ok ? [] : checked.problems.map((problem) => `${input.type}: ${problem.key}`)
  })
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
