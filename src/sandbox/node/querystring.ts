/** The fields of a query string; a name that comes more than once has an array. */
export function parse(text: string): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = Object.create(null) as Record<string, string>
  for (const [name, value] of new globalThis.URLSearchParams(text)) {
    const known = result[name]
    if (known === undefined) result[name] = value
    else result[name] = Array.isArray(known) ? [...known, value] : [known, value]
  }
  return result
}

/** A query string of fields. */
export function stringify(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .map(([name, value]) => `${escape(String(name))}=${escape(String(value))}`)
    .join('&')
}

/** A text as it stands in a query string. */
export function escape(text: string): string {
  return encodeURIComponent(text)
}

/** A part of an address as plain text; what is not well-formed stays as it is. */
export function unescape(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
