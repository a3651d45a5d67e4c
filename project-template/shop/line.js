// The line between your file's process and the shop (run.js): Node's own messages between a process
// and its parent. Without a parent that listens, alone.js answers.

import { AsyncLocalStorage } from 'node:async_hooks'
import { answerAlone, beginAlone } from './alone.js'

/** True when run.js started this process. */
export const hasShop = process.send !== undefined

/** Which queue the message came from that the code at work now was called with. */
export const workingFor = new AsyncLocalStorage()

const listeners = new Map()
const questions = new Map()
let lastQuestion = 0
let holds = 0

/** Tells the shop something. */
export function tell(message) {
  if (hasShop) process.send(message)
  else beginAlone(message, listeners)
}

/** Calls the listener whenever the shop says something of this type. */
export function hears(type, listener) {
  listeners.set(type, listener)
}

/** Asks the shop for something; rejects when it did not work out. */
export async function ask(what, about) {
  const queue = workingFor.getStore() ?? ''
  if (!hasShop) return answerAlone(what, about)
  const id = ++lastQuestion
  hold()
  try {
    return await new Promise((resolve, reject) => {
      questions.set(id, { resolve, reject })
      process.send({ type: 'asks', id, what, queue, ...about })
    })
  } finally {
    release()
  }
}

/** Keeps this process alive, until it is released as often. */
export function hold() {
  holds++
  process.channel?.ref()
}

function release() {
  holds--
  if (holds === 0) process.channel?.unref()
}

function settle({ id, value, error }) {
  const question = questions.get(id)
  questions.delete(id)
  if (error === undefined) question?.resolve(value)
  else question?.reject(new Error(error))
}

if (hasShop) {
  hears('answer', settle)
  // Timers that are still to come; the shop asks, to know when nothing more will happen.
  hears('timers', () => {
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    process.send({ type: 'timers', timers })
  })
  process.on('message', (message) => listeners.get(message.type)?.(message))
  process.on('disconnect', () => process.exit(1))
  // The line alone is no reason to go on living.
  process.channel.unref()
}
