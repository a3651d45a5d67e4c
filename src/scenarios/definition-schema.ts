import * as v from 'valibot'
import { fieldDefaults } from './complete.ts'
import type { BindingArguments, BindingDefinition, ShopDefinition, ShopNode } from './definition.ts'
import { valueProblem } from './field-problem.ts'
import { fieldRules, type FieldRule } from './field-rules.ts'
import { sentence } from './schema-problem.ts'

const NODES_MAX = 200
const BINDINGS_MAX = 500

/** A whole number from `min` to `max`, both included. */
export function whole(min: number, max: number): v.GenericSchema<unknown, number> {
  return ruled({ type: 'number', min, max, isWhole: true, canBeNull: false })
}

/** Text of `min` to 255 bytes: what fits into one field of the protocol.. */
export function text(min: number): v.GenericSchema<unknown, string> {
  return ruled({ type: 'text', min, canBeNull: false })
}

/** One of a few texts. */
export function choice<const Choices extends readonly string[]>(
  choices: Choices,
): v.GenericSchema<unknown, Choices[number]> {
  return ruled({ type: 'choice', choices })
}

/** A value that keeps a field's rule. */
function ruled<Value>(rule: FieldRule): v.GenericSchema<unknown, Value> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, Value>(({ dataset, addIssue, NEVER }) => {
      const problem = valueProblem(rule, dataset.value)
      if (problem === null) return dataset.value as Value
      addIssue({ message: sentence(problem.key, problem.params) })
      return NEVER
    }),
  )
}

type Entries = Readonly<Record<string, v.GenericSchema>>

/** A node of one kind with its fields and nothing else; those with a default may be left out. */
function nodeSchemaOf(kind: ShopNode['kind']): v.GenericSchema<unknown, ShopNode> {
  const entries: Record<string, v.GenericSchema> = { kind: v.literal(kind), id: text(1) }
  for (const [field, rule] of Object.entries(fieldRules[kind])) {
    const schema = ruled(rule)
    const isOptional = Object.hasOwn(fieldDefaults[kind], field)
    entries[field] = isOptional ? v.exactOptional(schema) : schema
  }
  return v.strictObject(entries as Entries) as v.GenericSchema as v.GenericSchema<unknown, ShopNode>
}

const nodeSchemas = new Map(
  (Object.keys(fieldRules) as ShopNode['kind'][]).map((kind) => [kind, nodeSchemaOf(kind)]),
)

const kindSchema: v.GenericSchema = v.looseObject({ kind: choice([...nodeSchemas.keys()]) })

/** A node of any kind, its kind's fields and nothing else. */
export const nodeSchema: v.GenericSchema<unknown, ShopNode> = v.pipe(
  kindSchema,
  v.lazy((node) => nodeSchemas.get((node as ShopNode).kind) ?? v.never()),
)

const BINDING_ARGUMENTS_MAX = 50

const bindingArguments: v.GenericSchema<unknown, BindingArguments> = v.pipe(
  v.record(
    v.string(),
    v.union(
      [v.pipe(v.number(), v.finite()), text(0), v.boolean()],
      sentence('wrong-type', { expected: 'scalar' }),
    ),
  ),
  v.check(
    (headers) => Object.keys(headers).length <= BINDING_ARGUMENTS_MAX,
    sentence('too-many', { max: BINDING_ARGUMENTS_MAX }),
  ),
  v.check(
    (headers) => Object.keys(headers).every((name) => name !== '' && name.length <= 128),
    sentence('text-length', { min: 1, max: 128 }),
  ),
)

const id = text(1)

/** A binding with its fields and nothing else. */
export const bindingSchema: v.GenericSchema<unknown, BindingDefinition> = v.strictObject({
  id,
  exchange: id,
  queue: v.exactOptional(v.nullable(id)),
  destination: v.exactOptional(v.nullable(id)),
  routingKey: text(0),
  arguments: v.exactOptional(v.nullable(bindingArguments)),
})

const milliseconds = { type: 'number', min: 0, max: 60_000, canBeNull: false } as const

/** A whole shop. What one part says about another is not checked here. */
export const definitionSchema: v.GenericSchema<unknown, ShopDefinition> = v.strictObject({
  version: v.literal(1, sentence('not-a-choice', { allowed: '1' })),
  name: id,
  hopMs: ruled<number>({ ...milliseconds, isWhole: false }),
  cores: whole(1, 64),
  diskWriteMs: v.exactOptional(ruled<number>({ ...milliseconds, isWhole: false })),
  nodes: list(nodeSchema, NODES_MAX),
  bindings: list(bindingSchema, BINDINGS_MAX),
})

/** A list of at most `max` items. Items beyond it are not looked at. */
export function list<Item>(
  item: v.GenericSchema<unknown, Item>,
  max: number,
): v.GenericSchema<unknown, Item[]> {
  return v.pipe(
    v.array(v.unknown()),
    v.maxLength(max, sentence('too-many', { max })),
    v.array(item),
  )
}
