import { exhaustive } from '#std'
import * as v from 'valibot'
import type { ShopDefinition, ShopNode } from './definition.ts'
import { inputSchema } from './input-schema.ts'
import type { ShopInput } from './input.ts'
import { checkField } from './field-problem.ts'
import type { Checked, Problem } from './problem.ts'
import { toProblem } from './schema-problem.ts'
import { bindingProblems, joiningProblems, nodeProblems } from './shop-problems.ts'

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

function problemsInShop(shop: ShopDefinition, input: ShopInput): readonly Problem[] {
  switch (input.type) {
    case 'place-orders':
    case 'load':
    case 'restart-broker':
    case 'memory-alarm':
    case 'change-order':
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

/** What is wrong with one field of a node, by itself and with its other fields. */
export function settingProblems(
  shop: ShopDefinition,
  node: ShopNode,
  field: string,
  value: unknown,
): readonly Problem[] {
  const problems = checkField(node, field, value)
  return problems.length > 0 ? problems : nodeProblems(shop, { ...node, [field]: value }, 'node')
}

function configureProblems(
  shop: ShopDefinition,
  input: Extract<ShopInput, { type: 'configure' }>,
): readonly Problem[] {
  const node = shop.nodes.find(({ id }) => id === input.node)
  if (node === undefined) return [unknown('node', 'node', input.node)]
  return settingProblems(shop, node, input.field, input.value)
}

function bindProblems(
  shop: ShopDefinition,
  binding: Extract<ShopInput, { type: 'bind' }>['binding'],
): readonly Problem[] {
  const problems = bindingProblems(shop, binding, 'binding')
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
