/**
 * Copies plain data deeply: objects, arrays, Maps, Sets and typed arrays. Two references to one
 * object become two references to one copy.
 *
 * Frozen objects are shared instead of copied: freezing a value is how a model says "this never
 * changes again", and it is what keeps a checkpoint of a long queue small.
 */
export function clone<T>(value: T): T {
  return copy(value, new Map()) as T
}

type Copies = Map<object, unknown>

function copy(value: unknown, copies: Copies): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) return copyArray(value, copies)
  if (value instanceof Map) return copyMap(value, copies)
  if (value instanceof Set) return copySet(value, copies)
  if (ArrayBuffer.isView(value)) return (value as Uint32Array).slice()
  const result: Record<string, unknown> = {}
  copies.set(value, result)
  for (const key of Object.keys(value)) {
    result[key] = copy((value as Record<string, unknown>)[key], copies)
  }
  return result
}

function copyArray(array: readonly unknown[], copies: Copies): unknown[] {
  const result: unknown[] = []
  copies.set(array, result)
  for (const item of array) result.push(copy(item, copies))
  return result
}

function copyMap(map: ReadonlyMap<unknown, unknown>, copies: Copies): Map<unknown, unknown> {
  const result = new Map<unknown, unknown>()
  copies.set(map, result)
  for (const [key, item] of map) result.set(key, copy(item, copies))
  return result
}

function copySet(set: ReadonlySet<unknown>, copies: Copies): Set<unknown> {
  const result = new Set<unknown>()
  copies.set(set, result)
  for (const item of set) result.add(copy(item, copies))
  return result
}
