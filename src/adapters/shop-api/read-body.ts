/** An order or an e-mail is small: more than this is a mistake. */
const BODY_CHARS_MAX = 10_000

/** A body that makes sense, or the answer to one that does not. */
export type ReadBody =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly status: 400 | 413; readonly error: string }

/**
 * Reads a request's body as a JSON object; no body at all is an object without fields.
 *
 * @param known the fields it may have, with what they are for.
 */
export async function readBody(
  request: Request,
  known: Readonly<Record<string, string>>,
): Promise<ReadBody> {
  const text = await request.text()
  if (text.length > BODY_CHARS_MAX) {
    const error = `The body has ${text.length} characters, and at most ${BODY_CHARS_MAX} are read: send less.`
    return { ok: false, status: 413, error }
  }
  if (text.trim() === '') return { ok: true, fields: {} }
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = value === undefined ? 'not JSON' : 'JSON, but not an object'
    return { ok: false, status: 400, error: `The body is ${what}: send ${example(known)}.` }
  }
  const strange = Object.keys(value).find((name) => !Object.hasOwn(known, name))
  if (strange === undefined) return { ok: true, fields: { ...value } }
  const name = JSON.stringify(strange.slice(0, 40))
  return { ok: false, status: 400, error: `The body has a field ${name}: send ${example(known)}.` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function example(known: Readonly<Record<string, string>>): string {
  const fields = Object.entries(known).map(([name, value]) => `"${name}": ${value}`)
  return fields.length === 0
    ? 'nothing or {}, because what an order says follows from its number'
    : `{ ${fields.join(', ')} }`
}
