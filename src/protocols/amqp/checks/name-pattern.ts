/**
 * Whether a name fits a pattern of a permission or a policy. Patterns are RabbitMQ's, whose dialect
 * is PCRE: of what JavaScript does not know, leading options, `\A`, `\z`, `\Z` and the named classes
 * are understood. A pattern that is none fits nothing.
 */
export function fitsPattern(pattern: string, name: string): boolean {
  return compile(pattern)?.test(name) ?? false
}

/** Why a text is no pattern, in the words of the regular expressions; null when it is one. */
export function patternProblem(pattern: string): string | null {
  if (compile(pattern) !== null) return null
  try {
    translate(pattern)
    return 'not valid'
  } catch (error) {
    return error instanceof Error ? error.message : 'not valid'
  }
}

function compile(pattern: string): RegExp | null {
  try {
    return translate(pattern)
  } catch {
    return null
  }
}

function translate(pattern: string): RegExp {
  const [options, letters = ''] = /^\(\?([ims]+)\)/u.exec(pattern) ?? ['', '']
  const source = pattern
    .slice(options.length)
    .replace(/\\A/gu, '^')
    .replace(/\\[zZ]/gu, '$')
    .replace(/\[:(\w+):\]/gu, (whole, name: string) => CLASSES[name] ?? whole)
  const flags = [...new Set(letters)].join('')
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    // An escape that is not needed, `\-` for example, is an error in Unicode mode only.
    return new RegExp(source, flags)
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: 'A-Fa-f0-9',
}
