import type { FieldValue, Table } from '../state/table.ts'
import { LISTS, type Definitions, type Item, type ItemTypes } from './definitions.ts'
import { shortened, type Fields } from './fields.ts'
import { parseJson } from './json.ts'
import { fieldOfJson } from './plain-json.ts'
import { pathTo, type DefinitionProblem } from './problem.ts'
import { readPermissions, readTopicPermissions, readUser, readVirtualHost } from './read-access.ts'
import { readGlobalParameter, readParameter, readPolicy } from './read-settings.ts'
import { readBinding, readExchange, readQueue } from './read-topology.ts'

/** A document with its types, or everything that is wrong with it. */
export type CheckedDefinitions =
  | { readonly ok: true; readonly definitions: Definitions }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] }

/**
 * Reads the text of a file `rabbitmqctl export_definitions` wrote.
 *
 * @returns the document when it is whole and every field is of its type; else every problem, each
 * with the way to its field. What it names is looked for when it is imported.
 */
export function readDefinitions(text: string): CheckedDefinitions {
  const json = parseJson(text)
  return json.ok ? checkField(json.value) : { ok: false, problems: [json.problem] }
}

/** As {@link readDefinitions}, for a value that was read from JSON already; 1.0 is a whole number. */
export function checkDefinitions(value: unknown): CheckedDefinitions {
  return checkField(fieldOfJson(value))
}

function checkField(field: FieldValue): CheckedDefinitions {
  if (field.type !== 'table') {
    const text = `is ${shortened(field)}; expected an object with queues, exchanges, bindings, …`
    return { ok: false, problems: [{ path: '', text }] }
  }
  const problems: DefinitionProblem[] = []
  const document = field.value
  const version = versionOf(document)
  const definitions: Definitions = {
    vhosts: readList(document, 'vhosts', readVirtualHost, problems),
    users: readList(document, 'users', (fields) => readUser(fields, version), problems),
    permissions: readList(document, 'permissions', readPermissions, problems),
    topic_permissions: readList(document, 'topic_permissions', readTopicPermissions, problems),
    global_parameters: readList(document, 'global_parameters', readGlobalParameter, problems),
    parameters: readList(document, 'parameters', readParameter, problems),
    policies: readList(document, 'policies', readPolicy, problems),
    exchanges: readList(document, 'exchanges', readExchange, problems),
    queues: readList(document, 'queues', readQueue, problems),
    bindings: readList(document, 'bindings', readBinding, problems),
    lists: new Set(LISTS.filter((name) => document.has(name))),
    rest: new Map([...document].filter(([name]) => !LIST_NAMES.has(name))),
  }
  return problems.length === 0 ? { ok: true, definitions } : { ok: false, problems }
}

const LIST_NAMES: ReadonlySet<string> = new Set(LISTS)

function versionOf(document: Table): string {
  const field = document.get('rabbitmq_version') ?? document.get('rabbit_version')
  return field?.type === 'longstr' ? String(field.value) : ''
}

function readList<One extends Item>(
  document: Table,
  list: keyof ItemTypes,
  read: (fields: Fields) => One,
  problems: DefinitionProblem[],
): readonly One[] {
  const field = document.get(list)
  if (field === undefined) return []
  if (field.type !== 'array') {
    problems.push({ path: list, text: `is ${shortened(field)}; expected a list` })
    return []
  }
  const before = problems.length
  const known = field.value.flatMap((one, index) => {
    const path = pathTo(list, index)
    if (one.type === 'table') return [read({ path, table: one.value, problems })]
    problems.push({ path, text: `is ${shortened(one)}; expected an object` })
    return []
  })
  if (problems.length === before) noteDuplicates(known, problems)
  return known
}

function noteDuplicates(items: readonly Item[], problems: DefinitionProblem[]): void {
  const places = new Map<string, string>()
  for (const { key, path } of items) {
    const first = places.get(key)
    if (first === undefined) places.set(key, path)
    else problems.push({ path, text: `is there twice: ${first} has the same names` })
  }
}
