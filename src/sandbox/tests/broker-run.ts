import type * as amqplib from 'amqplib'
import type { Channel, ChannelModel } from 'amqplib'
import { createNodeRealm } from '#adapters'
import { atSeconds, ms, type Fact, type FactId, type Limits, type TimedInput } from '#engine'
import { createClientRun, type ClientInput, type ClientScope } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'

/** A scope with the names a test's program uses most. */
export interface TestScope extends ClientScope {
  readonly amqp: typeof amqplib
  readonly bytes: (text: string) => Buffer
  readonly sleep: (delayMs: number) => Promise<void>
  readonly log: (...values: unknown[]) => void
}

/** A program of a test: an ordinary async function over amqplib. */
export type TestProgram = (scope: TestScope) => unknown

/** Where the broker of a run listens. */
export const URL = 'amqp://localhost'

/** A connection whose events are printed. */
export async function connected({ amqp, log }: TestScope, url = URL): Promise<ChannelModel> {
  const connection = await amqp.connect(url)
  connection.on('error', (error: Error) => log('connection error:', error.message))
  connection.on('close', (error?: Error) => log('connection close:', error?.message ?? 'in order'))
  return connection
}

/** A channel whose events are printed. */
export function listening<Kind extends Channel>(channel: Kind, { log }: TestScope): Kind {
  channel.on('error', (error: Error & { code?: number }) => {
    log('channel error:', error.message, error.code)
  })
  channel.on('close', () => log('channel close'))
  return channel
}

interface Settings {
  readonly seed?: number
  /** Inputs by their second. */
  readonly inputs?: readonly (readonly [number, ClientInput])[]
  readonly limits?: Limits
  /** Programs of which two processes run. */
  readonly twice?: readonly string[]
  /** Programs that an input starts. */
  readonly others?: Readonly<Record<string, TestProgram>>
}

/** Runs programs beside a broker up to a second, and gives what they printed and how they ended. */
export async function runPrograms(
  programs: Readonly<Record<string, TestProgram>>,
  untilSecond: number,
  { seed = 1, inputs = [], others = {}, limits = {}, twice = [] }: Settings = {},
) {
  const all = { ...programs, ...others }
  const run = createClientRun({
    realm: createNodeRealm(),
    createLibraries,
    programs: Object.fromEntries(Object.entries(all).map(([name, one]) => [name, wrapped(one)])),
    started: [...Object.keys(programs), ...twice],
    seed,
    limits,
    inputs: inputs.map(([second, input]): TimedInput<ClientInput> => ({
      at: atSeconds(second),
      input,
    })),
    hopTime: ms(1),
    epochMs: Date.UTC(2026, 0, 1),
  })
  await run.runUntil(atSeconds(untilSecond))
  run.close()
  const facts = Array.from({ length: run.trace.length }, (_, id) => run.trace.fact(id as FactId))
  return {
    facts,
    lines: run.trace.lines(),
    printed: kind(facts, 'sandbox.line-printed').map(({ fields }) => String(fields['line'])),
    timed: kind(facts, 'sandbox.line-printed').map(
      ({ at, fields }) => `${at / 1_000} ${fields['line']}`,
    ),
    ends: kind(facts, 'sandbox.process-ended').map(({ fields }) => {
      const error = fields['error'] === null ? '' : ` ${fields['error']}`
      return `${fields['process']} ${fields['how']} ${fields['code']}${error}`
    }),
    count: (name: string) => kind(facts, name).length,
  }
}

function kind(facts: readonly Fact[], name: string): readonly Fact[] {
  return facts.filter((fact) => fact.kind === name)
}

function wrapped(program: TestProgram) {
  return (scope: ClientScope) =>
    program({
      ...scope,
      amqp: scope.require('amqplib') as typeof amqplib,
      bytes: (text) => (scope.Buffer as typeof globalThis.Buffer).from(text),
      sleep: (delayMs) =>
        new Promise((resolve) => {
          scope.setTimeout(resolve, delayMs)
        }),
      log: scope.console.log,
    })
}
