type Anything = Record<PropertyKey, unknown>

/**
 * Freezes every object that can be reached from these, except the global object itself. Once frozen,
 * what a prototype has could not be assigned to what inherits it, and libraries do that: where they
 * do, an accessor lets the assignment make a property of the object's own.
 */
export function hardenIntrinsics(roots: readonly unknown[]): void {
  const seen = new Set<unknown>([globalThis])
  const open = [...roots, ...hiddenIntrinsics()]
  const assigned = assignedPrototypes()
  while (open.length > 0) {
    const next = open.pop()
    if (!isObject(next) || seen.has(next)) continue
    seen.add(next)
    for (const key of Reflect.ownKeys(next)) open.push(...valuesOf(next, key))
    open.push(Object.getPrototypeOf(next))
    if (assigned.has(next)) letInherit(next)
    Object.freeze(next)
  }
}

function isObject(value: unknown): value is Anything {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function valuesOf(owner: Anything, key: PropertyKey): readonly unknown[] {
  const property = Object.getOwnPropertyDescriptor(owner, key)
  return property === undefined
    ? []
    : [property.value, property.get, property.set].filter((one) => isObject(one))
}

/** What no name leads to: the prototypes behind functions and iterators. */
function hiddenIntrinsics(): readonly unknown[] {
  const prototypeOf = (value: unknown): unknown => Object.getPrototypeOf(value)
  return [
    function* generator() {},
    async () => {},
    async function* asyncGenerator() {},
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    new Map().entries(),
    new Set().entries(),
    'x'.matchAll(/x/g),
    new URLSearchParams().entries(),
    new Intl.Segmenter().segment('x').containing(0),
    new Intl.Segmenter().segment('x')[Symbol.iterator](),
  ].map(prototypeOf)
}

/** Prototypes whose members libraries assign to what inherits them. */
function assignedPrototypes(): ReadonlySet<unknown> {
  const errors = [
    Error,
    AggregateError,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  ]
  return new Set<unknown>([
    Object.prototype,
    Function.prototype,
    Date.prototype,
    Math,
    Uint8Array.prototype,
    Object.getPrototypeOf(Uint8Array.prototype),
    ...errors.map((one) => one.prototype),
  ])
}

function letInherit(owner: Anything): void {
  for (const key of Reflect.ownKeys(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, key)
    if (property?.writable !== true || property.configurable !== true) continue
    const { value, enumerable = false } = property as { value: unknown; enumerable?: boolean }
    Object.defineProperty(owner, key, {
      enumerable,
      configurable: false,
      get: Object.freeze(() => value),
      set: Object.freeze(function set(this: unknown, given: unknown) {
        if (this === owner) throw new TypeError(`Cannot assign to ${String(key)}: it is frozen.`)
        const own = { value: given, writable: true, enumerable: true, configurable: true }
        Object.defineProperty(this, key, own)
      }),
    })
  }
}
