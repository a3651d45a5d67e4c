import type { ChannelAddress } from '../state/address.ts'
import type { IncomingContent, VirtualHost, WireChannel, WireConnection } from './connection.ts'
import type { WireAnswer } from './method.ts'
import { sendMethod } from './outbox.ts'
import type { WireServer } from './server.ts'

/** A client's complete command and where it came from. */
export interface Command {
  readonly server: WireServer
  readonly connection: WireConnection
  readonly channel: WireChannel
  readonly host: VirtualHost
  /** The channel's place in the broker's words. */
  readonly at: ChannelAddress
  readonly content: IncomingContent | null
}

/** Answers on the command's channel. */
export function answer({ server, connection, channel }: Command, method: WireAnswer): void {
  sendMethod(server, connection, channel.number, method)
}

/** Answers a command that was done, unless it was refused or no answer is wanted. */
export function answerDone(
  command: Command,
  done: { readonly ok: boolean },
  method: WireAnswer,
  noWait: boolean = false,
): void {
  if (done.ok && !noWait) answer(command, method)
}
