// Your files as processes: who runs, who is killed and who starts again.

import { createInterface } from 'node:readline'
import { hear } from './hear.js'
import { createLife, ordersOf } from './life.js'

/** A parent process looks after its children this often. */
const SUPERVISION_MS = 5_000

export function createPlayers(shop) {
  const { settings, nodes, clock, requests } = shop
  /** By node: its process as long as it runs. */
  const lives = new Map()

  function start(id) {
    if (lives.has(id) || settings.players[id] === undefined) return
    const life = createLife(nodes.get(id), settings.players[id])
    const { child } = life
    lives.set(id, life)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => clock.say(id, `| ${line}`))
    }
    child.on('message', (message) => {
      if (life.isAlive && !clock.isOver) hear(shop, life, message)
    })
    child.once('exit', (code, signal) => ended(life, code, signal))
    clock.say(id, `process ${child.pid} starts`)
  }

  function ended(life, code, signal) {
    const { id, answers } = life
    life.isAlive = false
    lives.delete(id)
    for (const answer of answers.splice(0)) answer(0)
    clock.say(id, signal === null ? `exits with code ${code}` : `is ended by ${signal}`)
    if (clock.isOver) return
    requests.dropped(life)
    const { kind, supervised } = nodes.get(id)
    if (kind !== 'worker' || !supervised) return
    clock.after(SUPERVISION_MS - (clock.now % SUPERVISION_MS), () => start(id))
  }

  return {
    start,
    startAll() {
      for (const id of Object.keys(settings.players)) start(id)
    },
    /** A node's process; null while it does not run. */
    lifeOf: (id) => lives.get(id) ?? null,
    /** True when each process has begun with its work, or has ended already. */
    get areReady() {
      return [...lives.values()].every(({ isReady }) => isReady)
    },
    /** The orders that living processes have in hand. */
    get carried() {
      return new Set([...lives.values()].flatMap(ordersOf))
    },
    /** SIGTERM can be listened for; the other signals end a process at once. */
    signal(id, signal) {
      lives.get(id)?.child.kill(signal === 'SIGTERM' ? signal : 'SIGKILL')
    },
    /** How many timers all processes together wait for. */
    async timers() {
      const counts = await Promise.all([...lives.values()].map((life) => life.countTimers()))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async stopAll() {
      await Promise.all([...lives.values()].map((life) => life.stop()))
    },
  }
}
