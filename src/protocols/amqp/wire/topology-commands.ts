import { bindExchange, bindQueue, unbindExchange, unbindQueue } from '../commands/bindings.ts'
import { declareExchange } from '../commands/declare-exchange.ts'
import { declareQueue } from '../commands/declare-queue.ts'
import { deleteExchange } from '../commands/delete-exchange.ts'
import { deleteQueue, purgeQueue } from '../commands/delete-queue.ts'
import { answer, answerDone, type Command } from './command.ts'
import type { WireMethod } from './method.ts'

/** Carries out a command about exchanges, queues and bindings; false when it is about something else. */
export function topologyCommand(command: Command, method: WireMethod): boolean {
  const { broker, context } = command.host
  const { at } = command
  switch (method.method) {
    case 'exchange.declare': {
      const done = declareExchange(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'exchange.declare-ok' }, method.noWait)
      return true
    }
    case 'exchange.delete': {
      const done = deleteExchange(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'exchange.delete-ok' }, method.noWait)
      return true
    }
    case 'exchange.bind': {
      const done = bindExchange(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'exchange.bind-ok' }, method.noWait)
      return true
    }
    case 'exchange.unbind': {
      const done = unbindExchange(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'exchange.unbind-ok' }, method.noWait)
      return true
    }
    case 'queue.bind': {
      const done = bindQueue(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'queue.bind-ok' }, method.noWait)
      return true
    }
    case 'queue.unbind': {
      const done = unbindQueue(broker, context, { ...at, ...method })
      answerDone(command, done, { method: 'queue.unbind-ok' })
      return true
    }
    default:
      return queueCommand(command, method)
  }
}

function queueCommand(command: Command, method: WireMethod): boolean {
  const { broker, context } = command.host
  const { at } = command
  switch (method.method) {
    case 'queue.declare': {
      const done = declareQueue(broker, context, { ...at, ...method })
      if (!done.ok || method.noWait) return true
      const { queue, messageCount, consumerCount } = done
      answer(command, { method: 'queue.declare-ok', queue, messageCount, consumerCount })
      return true
    }
    case 'queue.delete': {
      const done = deleteQueue(broker, context, { ...at, ...method })
      if (!done.ok || method.noWait) return true
      answer(command, { method: 'queue.delete-ok', messageCount: done.messageCount })
      return true
    }
    case 'queue.purge': {
      const done = purgeQueue(broker, context, { ...at, ...method })
      if (!done.ok || method.noWait) return true
      answer(command, { method: 'queue.purge-ok', messageCount: done.messageCount })
      return true
    }
    default:
      return false
  }
}
