import { closeChannel, openChannel } from '../commands/connect.ts'
import { recover } from '../commands/recover.ts'
import { setPrefetch } from '../commands/set-prefetch.ts'
import { commit, rollback, selectConfirms, selectTransactions } from '../commands/transaction.ts'
import { answer, answerDone, type Command } from './command.ts'
import type { HeldCommand, WireConnection } from './connection.ts'
import { fail } from './ending.ts'
import { messageCommand, releaseHeld } from './message-commands.ts'
import type { WireMethod } from './method.ts'
import { sendConfirms } from './outbox.ts'
import type { WireServer } from './server.ts'
import { topologyCommand } from './topology-commands.ts'
import { wireError } from './wire-error.ts'

/** Carries out a complete command of a channel and writes its answer. */
export function perform(
  server: WireServer,
  connection: WireConnection,
  { channel, method, content }: HeldCommand,
): void {
  const { host, name } = connection
  if (host === null) return
  const at = { connection: name, channel: channel.number }
  const command: Command = { server, connection, channel, host, at, content }
  if (channel.isClosing) closingCommand(command, method)
  else if (!messageCommand(command, method) && !topologyCommand(command, method)) {
    channelCommand(command, method)
  }
}

/** After a channel error everything is ignored until the client has answered. */
function closingCommand(command: Command, method: WireMethod): void {
  const { server, connection, channel, host, at } = command
  switch (method.method) {
    case 'channel.open':
      fail(
        server,
        connection,
        wireError('CHANNEL_ERROR', "second 'channel.open' seen", method.method),
      )
      return
    case 'channel.close':
      answer(command, { method: 'channel.close-ok' })
      return
    case 'channel.close-ok':
      connection.channels.delete(channel.number)
      closeChannel(host.broker, host.context, at)
      return
    default:
  }
}

function channelCommand(command: Command, method: WireMethod): void {
  const { broker, context } = command.host
  const { at } = command
  switch (method.method) {
    case 'channel.open':
      answerDone(command, openChannel(broker, context, at), { method: 'channel.open-ok' })
      return
    case 'channel.close':
      closeByClient(command)
      return
    case 'channel.flow':
      if (method.active) answer(command, { method: 'channel.flow-ok', active: true })
      else unimplemented(command, method, 'active=false')
      return
    case 'access.request':
      answer(command, { method: 'access.request-ok', reserved1: 1 })
      return
    case 'basic.qos':
      qos(command, method)
      return
    case 'basic.recover':
    case 'basic.recover-async':
      recoverAll(command, method)
      return
    case 'confirm.select':
      answerDone(
        command,
        selectConfirms(broker, context, at),
        { method: 'confirm.select-ok' },
        method.noWait,
      )
      return
    case 'tx.select':
      answerDone(command, selectTransactions(broker, context, at), { method: 'tx.select-ok' })
      return
    case 'tx.commit':
      answerDone(command, commit(broker, context, at), { method: 'tx.commit-ok' })
      return
    case 'tx.rollback':
      answerDone(command, rollback(broker, context, at), { method: 'tx.rollback-ok' })
      return
    default:
      notForServer(command, method)
  }
}

function closeByClient(command: Command): void {
  const { server, connection, channel, host, at } = command
  sendConfirms(server, connection, channel)
  connection.channels.delete(channel.number)
  connection.confirming.delete(channel)
  closeChannel(host.broker, host.context, at)
  answer(command, { method: 'channel.close-ok' })
}

type Of<Name extends WireMethod['method']> = Extract<WireMethod, { readonly method: Name }>

function qos(command: Command, method: Of<'basic.qos'>): void {
  const { host, at } = command
  if (method.prefetchSize !== 0) {
    unimplemented(command, method, `prefetch_size!=0 (${method.prefetchSize})`)
    return
  }
  const { prefetchCount: count, global: isGlobal } = method
  const done = setPrefetch(host.broker, host.context, { ...at, count, isGlobal })
  answerDone(command, done, { method: 'basic.qos-ok' })
}

function recoverAll(
  command: Command,
  method: Of<'basic.recover'> | Of<'basic.recover-async'>,
): void {
  const { host, at } = command
  if (!method.requeue) {
    unimplemented(command, method, 'requeue=false')
    return
  }
  const isAsync = method.method === 'basic.recover-async'
  // The answer goes before what is delivered again.
  command.connection.held = []
  const done = recover(host.broker, host.context, { ...at, requeue: true })
  answerDone(command, done, { method: 'basic.recover-ok' }, isAsync)
  releaseHeld(command)
}

function unimplemented({ server, connection }: Command, method: WireMethod, what: string): void {
  fail(server, connection, wireError('NOT_IMPLEMENTED', what, method.method))
}

/** A method only servers send, or one of another class of channel. */
function notForServer({ server, connection }: Command, method: WireMethod): void {
  fail(server, connection, wireError('COMMAND_INVALID', 'unimplemented method', method.method))
}
