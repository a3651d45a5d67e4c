import type { BindingArguments } from '#scenarios'

/**
 * Reads headers as a person writes them: `x-match=any, city=kyiv, express=true`. A value that looks
 * like a number or like yes or no is one; in quotes it is text (a headers exchange tells 1 from '1').
 *
 * @returns null when nothing is written.
 */
export function readHeaders(text: string): BindingArguments | null {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return [name.trim(), readValue(rest.join('=').trim())] as const
    })
  return pairs.length === 0 ? null : Object.fromEntries(pairs)
}

function readValue(text: string): string | number | boolean {
  const quoted = /^(["'])(.*)\1$/.exec(text)
  if (quoted !== null) return quoted[2] ?? ''
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
