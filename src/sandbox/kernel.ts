import type { Engine } from '#engine'
import type { ClientEvent } from './client-event.ts'
import type { SandboxFacts } from './facts.ts'

/**
 * The part of the engine that client code runs on. Any model's engine fits whose facts and events
 * include those of the sandbox.
 */
export type Kernel = Pick<
  Engine<SandboxFacts, ClientEvent>,
  'now' | 'cause' | 'record' | 'schedule' | 'cancel' | 'random'
>

/**
 * Makes a function of its parameters' names and the text of its body.
 *
 * @throws a SyntaxError, in the engine's words, when the text is none.
 */
export type FunctionMaker = (
  names: readonly string[],
  body: string,
) => (...given: unknown[]) => unknown

/** The realm the code runs in: what only a browser or Node can do. */
export interface Realm {
  readonly makeFunction: FunctionMaker
  /** Calls back among the promises that go on, in their order. */
  microtask(callback: () => void): void
  /** Calls back in a task of its own, when every promise that could settle by itself has done so. */
  nextTask(callback: () => void): void
  /** Hears of promises that were rejected and that nobody looks at. Returns how to stop hearing. */
  onUnhandledRejection(listener: (reason: unknown) => void): () => void
}
