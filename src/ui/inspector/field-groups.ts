import { fieldDefaults, fieldRules, type CompleteNode } from '#scenarios'

/** Settings that belong together. `name` is null for those one sees at once. */
export interface FieldGroup {
  readonly name: string | null
  readonly fields: readonly string[]
  /** Whether one of them is set to something. */
  readonly isUsed: boolean
}

/** Which settings are put away under a heading of their own, by kind; the others are shown at once. */
const PUT_AWAY: Readonly<
  Record<CompleteNode['kind'], Readonly<Record<string, readonly string[]>>>
> = {
  customers: { trouble: ['poisonEvery'] },
  web: {
    memory: ['memoryThreads'],
    message: ['carries', 'persistent', 'expirationMs', 'priority', 'headers'],
    answers: ['mandatory', 'confirm'],
  },
  poller: {},
  database: {},
  mail: {},
  producer: {
    message: ['persistent', 'expirationMs', 'priority', 'headers'],
    answers: ['mandatory', 'confirm'],
    trouble: ['poisonEvery'],
  },
  exchange: {},
  queue: {
    limits: ['messageTtlMs', 'maxLength', 'overflow', 'maxPriority'],
    deadLetters: ['deadLetterExchange', 'deadLetterRoutingKey', 'deliveryLimit'],
    consumers: ['singleActiveConsumer'],
  },
  worker: { more: ['onFailure', 'priority', 'spread', 'checksFirst', 'supervised'] },
}

/** A node's settings in the groups they are shown in; what cannot be set is left out. */
export function fieldGroups(node: CompleteNode): readonly FieldGroup[] {
  const groups = Object.entries(PUT_AWAY[node.kind])
  const away = new Set(groups.flatMap(([, fields]) => fields))
  // What a poller is a part of is fixed once it is there.
  const all = Object.keys(fieldRules[node.kind]).filter((field) => field !== 'web')
  return [
    { name: null, fields: all.filter((field) => !away.has(field)), isUsed: true },
    ...groups.map(([name, fields]) => ({
      name,
      fields,
      isUsed: fields.some((field) => isSet(node, field)),
    })),
  ]
}

/** Whether a setting differs from what holds when nobody sets it. */
function isSet(node: CompleteNode, field: string): boolean {
  const defaults: Readonly<Record<string, unknown>> = fieldDefaults[node.kind]
  const value = (node as unknown as Readonly<Record<string, unknown>>)[field]
  return Object.hasOwn(defaults, field) && value !== defaults[field]
}
