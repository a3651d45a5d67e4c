import { parse, type AnyNode } from 'acorn'
import { compileFiles } from './compile.ts'
import type { SourceFiles } from './source-files.ts'

/** A value that stands in the source as it is. */
export type Literal = number | string | boolean

/** A call as it stands in the source of an exercise. */
export interface SourceCall {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** The last part of what is called: `prefetch` of `channel.prefetch(1)`. */
  readonly name: string
  /** The arguments that are literals. */
  readonly literals: readonly Literal[]
  /** What stands in object literals among the arguments, also deeper; null for what is no literal. */
  readonly options: Readonly<Record<string, Literal | null>>
}

/** All calls in files that compile, in order; none when one does not. */
export function sourceCalls(files: SourceFiles): readonly SourceCall[] {
  const compiled = compileFiles(files)
  if (!compiled.ok) return []
  return Object.entries(compiled.files).flatMap(([file, code]) => {
    const program = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      locations: true,
    })
    return callsIn(program, file)
  })
}

function callsIn(root: AnyNode, file: string): readonly SourceCall[] {
  const calls: SourceCall[] = []
  visit(root, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const name = calledName(node.callee)
    if (name === null) return
    const literals = node.arguments.map(literalOf).filter((literal) => literal !== null)
    const options: Record<string, Literal | null> = {}
    for (const argument of node.arguments)
      if (argument.type === 'ObjectExpression') collect(argument, options)
    calls.push({ file, line: node.loc?.start.line ?? 0, name, literals, options })
  })
  return calls
}

function collect(node: AnyNode, options: Record<string, Literal | null>): void {
  visit(node, (part) => {
    if (part.type !== 'Property' || part.computed) return
    const name = part.key.type === 'Identifier' ? part.key.name : literalOf(part.key)
    if (name !== null) options[String(name)] = literalOf(part.value)
  })
}

function calledName(callee: AnyNode): string | null {
  // An import is compiled to a call of `(0, module.name)`.
  if (callee.type === 'SequenceExpression') return calledName(callee.expressions.at(-1) as AnyNode)
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'MemberExpression' || callee.computed) return null
  if (callee.property.type !== 'Identifier') return null
  const { name } = callee.property
  // A named import that is called is compiled to `module.name.call(void 0, …)`.
  return name === 'call' ? (calledName(callee.object) ?? name) : name
}

function literalOf(node: AnyNode): Literal | null {
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const value = literalOf(node.argument)
    return typeof value === 'number' ? -value : null
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? null
  }
  if (node.type !== 'Literal') return null
  const { value } = node
  const isPlain =
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
  return isPlain ? value : null
}

/** Visits a node and all below it, parents first; deep nesting costs memory and no stack. */
function visit(root: AnyNode, see: (node: AnyNode) => void): void {
  const open: AnyNode[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    see(node)
    const below = Object.values(node as unknown as Record<string, unknown>)
      .flat()
      .filter(isNode)
    open.push(...below.toReversed())
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value
}
