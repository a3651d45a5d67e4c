import type { Instant } from '#engine'
import * as v from 'valibot'
import { checkDefinition } from './check-definition.ts'
import { list, whole } from './definition-schema.ts'
import { inputSchema } from './input-schema.ts'
import type { Checked, Problem } from './problem.ts'
import { LATEST_INSTANT, type RunSource } from './run-source.ts'
import { sentence, toProblem } from './schema-problem.ts'

const INPUTS_MAX = 5_000

const instant = whole(0, LATEST_INSTANT) as v.GenericSchema<unknown, Instant>

const sourceSchema = v.strictObject({
  definition: v.unknown(),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  inputs: v.pipe(
    list(v.strictObject({ at: instant, input: inputSchema }), INPUTS_MAX),
    v.check(
      (inputs) => inputs.every((timed, index) => timed.at >= (inputs[index - 1]?.at ?? 0)),
      sentence('out-of-order', {}),
    ),
  ),
  at: instant,
})

/**
 * Reads a run from anywhere: a link, a file. Inputs are checked by themselves only: what they name
 * may have been added by an earlier input, and the world refuses those that do not fit.
 */
export function checkRunSource(value: unknown): Checked<'source', RunSource> {
  const result = v.safeParse(sourceSchema, value, { abortPipeEarly: true })
  if (!result.success) return { ok: false, problems: result.issues.map(toProblem) }
  const { definition, ...rest } = result.output
  const checked = checkDefinition(definition)
  if (checked.ok) return { ok: true, source: { definition: checked.definition, ...rest } }
  return { ok: false, problems: checked.problems.map(inDefinition) }
}

function inDefinition(problem: Problem): Problem {
  return { ...problem, path: problem.path === '' ? 'definition' : `definition.${problem.path}` }
}
