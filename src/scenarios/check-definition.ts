import * as v from 'valibot'
import { definitionSchema } from './definition-schema.ts'
import type { ShopDefinition, ShopNode } from './definition.ts'
import { singleKinds } from './palette.ts'
import type { Checked, Problem } from './problem.ts'
import { toProblem } from './schema-problem.ts'
import { bindingProblems, nodeProblems } from './shop-problems.ts'

/**
 * Reads a shop from anywhere: a link, a file, an editor.
 *
 * @returns the definition when every field is known and in its range, ids are unique, no kind that a
 * shop has one of is there twice, every binding and poller names things that exist, and no queue has
 * settings a broker refuses. What a web process, a producer, a worker or a queue's dead-letter or an
 * alternate exchange names may be missing: what the broker does then is part of the lesson.
 */
export function checkDefinition(value: unknown): Checked<'definition', ShopDefinition> {
  const result = v.safeParse(definitionSchema, value, { abortPipeEarly: true })
  if (!result.success) return { ok: false, problems: result.issues.map(toProblem) }
  const definition = result.output
  const problems = [
    ...duplicateIds('nodes', definition.nodes),
    ...duplicateIds('bindings', definition.bindings),
    ...secondsOfAKind(definition.nodes),
    ...definition.nodes.flatMap((node, index) => nodeProblems(definition, node, `nodes.${index}`)),
    ...definition.bindings.flatMap((binding, index) =>
      bindingProblems(definition, binding, `bindings.${index}`),
    ),
  ]
  return problems.length === 0 ? { ok: true, definition } : { ok: false, problems }
}

function duplicateIds(list: string, items: readonly { readonly id: string }[]): Problem[] {
  const known = new Set<string>()
  return items.flatMap(({ id }, index) => {
    if (known.has(id)) return [{ path: `${list}.${index}.id`, key: 'duplicate-id', params: { id } }]
    known.add(id)
    return []
  })
}

function secondsOfAKind(nodes: readonly ShopNode[]): Problem[] {
  return nodes.flatMap(({ kind }, index) => {
    const isFirst = nodes.findIndex((node) => node.kind === kind) === index
    if (isFirst || !singleKinds.has(kind)) return []
    return [{ path: `nodes.${index}.kind`, key: 'one-of-kind', params: { kind } }]
  })
}
