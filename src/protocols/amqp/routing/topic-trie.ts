import type { Binding } from './binding.ts'

/** A place in the tree of patterns: the bindings whose pattern ends here, and how it goes on. */
export interface TopicNode {
  /** Reached by a `#`: a reader may stay here for any number of words. */
  readonly isHash: boolean
  readonly words: Map<string, TopicNode>
  /** Goes on with exactly one word, whichever it is. */
  star: TopicNode | null
  /** Goes on with any number of words. */
  hash: TopicNode | null
  bindings: Binding[]
}

/** Makes an empty tree of patterns. */
export function createTopicNode(isHash: boolean = false): TopicNode {
  return { isHash, words: new Map(), star: null, hash: null, bindings: [] }
}

/** Adds a binding under its pattern. */
export function addPattern(root: TopicNode, binding: Binding): void {
  let node = root
  for (const word of wordsOf(binding.routingKey)) node = childFor(node, word)
  node.bindings.push(binding)
}

/** Takes a binding out, and the branches that only led to it. */
export function removePattern(root: TopicNode, binding: Binding): void {
  removeBelow(root, wordsOf(binding.routingKey), 0, binding)
}

/** The bindings whose pattern matches the key, oldest first. */
export function matchTopic(root: TopicNode, routingKey: string): readonly Binding[] {
  // All places a reader of the pattern can be at after the words so far, at once: the work grows
  // with the number of these places, never with the number of ways to get there.
  let places: TopicNode[] = []
  arrive(places, root)
  for (const word of wordsOf(routingKey)) {
    const next: TopicNode[] = []
    for (const place of places) {
      const child = place.words.get(word)
      if (child !== undefined) arrive(next, child)
      if (place.star !== null) arrive(next, place.star)
      if (place.isHash) arriveAtHash(next, place)
    }
    if (next.length === 0) return NONE
    places = next
  }
  const matches = places.flatMap((place) => place.bindings)
  return matches.length < 2 ? matches : matches.sort((one, other) => one.serial - other.serial)
}

const NONE: readonly Binding[] = []

/** A `#` may stand for no word at all: who arrives before one has also arrived behind it. */
function arrive(places: TopicNode[], node: TopicNode): void {
  places.push(node)
  if (node.hash !== null) arriveAtHash(places, node.hash)
}

function arriveAtHash(places: TopicNode[], node: TopicNode): void {
  if (!places.includes(node)) arrive(places, node)
}

/** The empty key has no words; everywhere else a word may be empty. */
function wordsOf(key: string): readonly string[] {
  return key === '' ? [] : key.split('.')
}

function childFor(node: TopicNode, word: string): TopicNode {
  const known = childOf(node, word)
  if (known !== null) return known
  const child = createTopicNode(word === '#')
  if (word === '*') node.star = child
  else if (word === '#') node.hash = child
  else node.words.set(word, child)
  return child
}

function childOf(node: TopicNode, word: string): TopicNode | null {
  if (word === '*') return node.star
  if (word === '#') return node.hash
  return node.words.get(word) ?? null
}

/** Returns whether the node leads nowhere any more. */
function removeBelow(
  node: TopicNode,
  words: readonly string[],
  depth: number,
  binding: Binding,
): boolean {
  const word = words[depth]
  if (word === undefined) {
    node.bindings = node.bindings.filter((other) => other.id !== binding.id)
  } else {
    const child = childOf(node, word)
    if (child !== null && removeBelow(child, words, depth + 1, binding)) cutChild(node, word)
  }
  return (
    node.bindings.length === 0 && node.words.size === 0 && node.star === null && node.hash === null
  )
}

function cutChild(node: TopicNode, word: string): void {
  if (word === '*') node.star = null
  else if (word === '#') node.hash = null
  else node.words.delete(word)
}
