// One life of a process: the file that runs in it, and what the shop knows it has in hand.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** So long a process may take to end when it is told to, milliseconds. */
const STOP_MS = 2_000
/** So long a process may take to say how many timers it has, milliseconds. */
const ANSWER_MS = 500

const FOLDER = fileURLToPath(new URL('..', import.meta.url))

/** Starts the file that plays a node. */
export function createLife({ id, kind }, file) {
  const preload = new URL('preload.js', import.meta.url).href
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', preload, file], {
    cwd: FOLDER,
    env: { ...process.env, SHOP_ROLE: kind },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const life = {
    id,
    child,
    isAlive: true,
    /** It handles orders, consumes, or has asked the shop for something. */
    isReady: false,
    handles: false,
    /** Deliveries it has not settled. */
    held: new Map(),
    /** Requests: waiting for a thread, without a row yet, waiting for onOrder, not answered. */
    backlog: [],
    unstored: new Set(),
    unhandled: [],
    open: new Set(),
    busy: 0,
    cpuFreeAt: 0,
    /** Who waits to hear how many timers it has. */
    answers: [],
    tell(message) {
      // A process that has just died hears nothing, and that is all right.
      if (life.isAlive && child.connected) child.send(message, () => undefined)
    },
    /** How many timers it waits for. */
    countTimers() {
      return new Promise((resolve) => {
        life.answers.push(resolve)
        // Who computes and computes does not answer.
        setTimeout(resolve, ANSWER_MS, 1)
        life.tell({ type: 'timers' })
      })
    },
    /** Ends it, if need be by force. */
    stop() {
      return new Promise((resolve) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
        child.once('exit', () => {
          clearTimeout(timer)
          resolve()
        })
        child.kill('SIGTERM')
      })
    },
  }
  return life
}

/** The orders it has in hand. */
export function ordersOf({ held, backlog, unstored, open }) {
  return [...[...held.values()].map(({ order }) => order), ...backlog, ...unstored, ...open]
}
