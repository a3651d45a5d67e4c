type Plain = Readonly<Record<string, unknown>>

/** An exchange as the rules see it. */
export interface NaiveExchange {
  readonly name: string
  readonly type: 'direct' | 'fanout' | 'topic' | 'headers'
  readonly alternate: string | null
}

/** A binding as the rules see it. */
export interface NaiveBinding {
  readonly from: string
  readonly to: string
  readonly isToQueue: boolean
  readonly key: string
  readonly wanted: Plain
}

/** A message as the rules see it. */
interface NaiveMessage {
  readonly keys: readonly string[]
  readonly headers: Plain
}

/** The topic rule as it is written down, word by word. */
export function matchesPattern(pattern: string, key: string): boolean {
  return matchesWords(wordsOf(pattern), wordsOf(key))
}

function matchesWords(pattern: readonly string[], key: readonly string[]): boolean {
  const [word, ...rest] = pattern
  if (word === undefined) return key.length === 0
  if (word === '#') {
    return matchesWords(rest, key) || (key.length > 0 && matchesWords(pattern, key.slice(1)))
  }
  return key.length > 0 && (word === '*' || word === key[0]) && matchesWords(rest, key.slice(1))
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split('.')
}

/** The queues a message reaches: everything that can be reached, until nothing new is. */
export function naiveRoute(
  exchanges: readonly NaiveExchange[],
  bindings: readonly NaiveBinding[],
  start: string,
  message: NaiveMessage,
): string[] {
  const reached = new Set([start])
  const queues = new Set<string>()
  for (let before = -1; before !== reached.size;) {
    before = reached.size
    for (const exchange of exchanges.filter(({ name }) => reached.has(name))) {
      const taken = bindings.filter(
        (one) => one.from === exchange.name && fits(exchange, one, message),
      )
      for (const { to, isToQueue } of taken) (isToQueue ? queues : reached).add(to)
      if (taken.length === 0 && exchange.alternate !== null) reached.add(exchange.alternate)
    }
  }
  return [...queues].sort()
}

function fits(
  { type }: NaiveExchange,
  { key, wanted }: NaiveBinding,
  message: NaiveMessage,
): boolean {
  switch (type) {
    case 'fanout':
      return true
    case 'direct':
      return message.keys.includes(key)
    case 'topic':
      return message.keys.some((one) => matchesPattern(key, one))
    case 'headers': {
      const { 'x-match': mode = 'all', ...others } = wanted
      const found = Object.entries(others).map(([name, value]) => message.headers[name] === value)
      return mode === 'all' ? found.every(Boolean) : found.some(Boolean)
    }
  }
}
