/** Anything that has a place in an order; two of them never have the same one. */
interface Positioned {
  readonly position: number
}

/** Puts an item into a binary heap whose smallest position is at index 0. */
export function heapPush<Item extends Positioned>(heap: Item[], item: Item): void {
  let index = heap.push(item) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex] as Item
    if (parent.position <= item.position) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = item
}

/** The item with the smallest position; null when the heap is empty. */
export function heapPeek<Item extends Positioned>(heap: readonly Item[]): Item | null {
  return heap[0] ?? null
}

/** Takes the item with the smallest position out of the heap; null when the heap is empty. */
export function heapPop<Item extends Positioned>(heap: Item[]): Item | null {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined) return null
  if (heap.length > 0) sink(heap, last)
  return first
}

function sink<Item extends Positioned>(heap: Item[], item: Item): void {
  let index = 0
  for (;;) {
    let childIndex = 2 * index + 1
    if (childIndex >= heap.length) break
    const right = heap[childIndex + 1]
    if (right !== undefined && right.position < (heap[childIndex] as Item).position) childIndex++
    const child = heap[childIndex] as Item
    if (child.position >= item.position) break
    heap[index] = child
    index = childIndex
  }
  heap[index] = item
}
