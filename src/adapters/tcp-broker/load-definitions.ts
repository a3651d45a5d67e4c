import {
  addVirtualHost,
  importDefinitions,
  problemText,
  wake,
  type DefinitionProblem,
  type Definitions,
  type ServerMetadata,
  type WireServer,
} from '#amqp'

/** Says what is wrong with definitions. */
export class DefinitionsError extends Error {
  readonly problems: readonly DefinitionProblem[]

  constructor(problems: readonly DefinitionProblem[]) {
    super(problems.map(problemText).join(' '))
    this.problems = problems
  }
}

/**
 * Gives a server that begins what a document defines, beside what its metadata know: without `/` when
 * neither has it.
 *
 * @returns what was passed over.
 * @throws {DefinitionsError} when it cannot be imported.
 */
export function loadDefinitions(
  wire: WireServer,
  metadata: ServerMetadata,
  definitions: Definitions,
): readonly DefinitionProblem[] {
  const { hosts } = wire
  const known = [...metadata.vhosts.values()]
  if (!known.some(({ name }) => name === '/')) hosts.delete('/')
  const server = { metadata, hosts, addHost: (name: string) => addVirtualHost(wire, name) }
  const result = importDefinitions(server, definitions)
  if (!result.ok) throw new DefinitionsError(result.problems)
  // Queues that expire have begun to wait.
  wake(wire)
  return result.notices
}
