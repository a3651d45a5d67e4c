import { exhaustive } from '#std'
import * as v from 'valibot'
import { bindingReferences, joiningProblems, nodeReferences } from './check-definition.ts'
import { nodeFields } from './definition-schema.ts'
import type { ShopDefinition, ShopNode } from './definition.ts'
import { inputSchema } from './input-schema.ts'
import type { ShopInput } from './input.ts'
import { toProblem, type Checked, type Problem } from './problem.ts'

/**
 * Checks what a person wants to do against the shop as it stands.
 *
 * @returns the input when it is well-formed and what it names is there. It may still make no sense
 * at that instant (a signal to a dead process): the world says so with `shop.input-refused`.
 */
export function checkInput(
  definition: ShopDefinition,
  value: unknown,
): Checked<'input', ShopInput> {
  const result = v.safeParse(inputSchema, value, { abortPipeEarly: true })
  if (!result.success) return { ok: false, problems: result.issues.map(toProblem) }
  const input = result.output
  const problems = problemsInShop(definition, input)
  return problems.length === 0 ? { ok: true, input } : { ok: false, problems }
}

/** What is wrong with `value` for one field of a node; empty when it can be set. */
export function checkField(node: ShopNode, field: string, value: unknown): readonly Problem[] {
  const fields = nodeFields[node.kind]
  if (!Object.hasOwn(fields, field)) {
    return [{ path: 'field', key: 'unknown-field', params: { field } }]
  }
  if (field === 'id' || field === 'kind') {
    return [{ path: 'field', key: 'fixed-field', params: { field } }]
  }
  const result = v.safeParse(fields[field] as v.GenericSchema, value, { abortPipeEarly: true })
  return result.success
    ? []
    : result.issues.map((issue) => ({ ...toProblem(issue), path: 'value' }))
}

function problemsInShop(shop: ShopDefinition, input: ShopInput): readonly Problem[] {
  switch (input.type) {
    case 'place-orders':
    case 'restart-broker':
      return []
    case 'configure':
      return configureProblems(shop, input)
    case 'signal':
    case 'start':
    case 'disconnect':
      return isProcess(shop, input.process) ? [] : [unknown('process', 'process', input.process)]
    case 'add':
      return joiningProblems(shop, input.node, 'node')
    case 'remove':
      return shop.nodes.some(({ id }) => id === input.node)
        ? []
        : [unknown('node', 'node', input.node)]
    case 'bind':
      return bindProblems(shop, input.binding)
    case 'unbind':
      return shop.bindings.some(({ id }) => id === input.binding)
        ? []
        : [unknown('binding', 'binding', input.binding)]
    default:
      return exhaustive(input)
  }
}

function configureProblems(
  shop: ShopDefinition,
  input: Extract<ShopInput, { type: 'configure' }>,
): readonly Problem[] {
  const node = shop.nodes.find(({ id }) => id === input.node)
  if (node === undefined) return [unknown('node', 'node', input.node)]
  const problems = checkField(node, input.field, input.value)
  if (problems.length > 0) return problems
  return nodeReferences(shop, { ...node, [input.field]: input.value }, 'node')
}

function bindProblems(
  shop: ShopDefinition,
  binding: Extract<ShopInput, { type: 'bind' }>['binding'],
): readonly Problem[] {
  const problems = bindingReferences(shop, binding, 'binding')
  if (shop.bindings.some(({ id }) => id === binding.id)) {
    problems.push({ path: 'binding.id', key: 'duplicate-id', params: { id: binding.id } })
  }
  return problems
}

function isProcess(shop: ShopDefinition, id: string): boolean {
  return shop.nodes.some(
    (node) =>
      node.id === id && (node.kind === 'web' || node.kind === 'worker' || node.kind === 'producer'),
  )
}

function unknown(path: string, kind: string, id: string): Problem {
  return { path, key: 'unknown-reference', params: { kind, id } }
}
