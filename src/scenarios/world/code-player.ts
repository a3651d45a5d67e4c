import type { ServerMethod } from '#amqp'
import type { FactId } from '#engine'
import type { Signal } from '../input.ts'
import type { JobResult } from './event.ts'

/**
 * Plays processes of the shop with code. The shop tells it what happens to them; what the code does
 * comes back through `code.ts`, and from its connections straight to the broker.
 */
export interface CodePlayer {
  /** Whether the process of this node is played by code. */
  plays(node: string): boolean
  /** A new life of the process has begun. */
  start(process: string, pid: number): void
  /** Any signal but SIGTERM ends the process before this returns. */
  signal(process: string, pid: number, signal: Signal): void
  /** A customer's order is stored, and the code has to say how the request ends. */
  request(process: string, order: number, job: number, cause: FactId | null): void
  /** What the code asked the shop for is done, or has failed. */
  resume(process: string, job: number, result: JobResult, cause: FactId | null): void
  /** The broker has something for a connection that is none of the shop's own. */
  send(connection: string, method: ServerMethod, cause: FactId): void
  /** The process at the other end of such a connection, or null when there is none. */
  processOf(connection: string): string | null
  stopBroker(how: 'clean' | 'killed'): void
  startBroker(): void
}
