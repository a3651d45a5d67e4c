import {
  createManualFrameClock,
  createModelHost,
  createModelThread,
  type FromModel,
  type ManualFrameClock,
  type ModelThreadPorts,
  type ModelWorker,
  type ToModel,
} from '#adapters'
import { createPlayer, type PlayerPorts } from '../create-player.ts'
import type { Player } from '../player.ts'

/** A player with its thread in the same process, driven by hand. */
export interface Rig {
  readonly player: Player
  readonly clock: ManualFrameClock
  /** Lets the thread do and say everything it has to, or the next `count` things. */
  pump(count?: number): void
  /** A few frames of wall time, with the thread's answers between them. */
  frames(count: number, eachMs?: number): void
  /** Frames until nobody asks for one; for players that are not playing. */
  settle(): void
  /** The thread dies. */
  crash(): void
  readonly spawned: number
}

/** What a rig is made for. */
type RigWorld = Pick<ModelThreadPorts, 'createSimulation'> &
  Pick<PlayerPorts, 'createTrace' | 'createViews'>

/** Creates a rig for a world; folds may let the rig's clock run. */
export function createRig(createWorld: (clock: ManualFrameClock) => RigWorld): Rig {
  const clock = createManualFrameClock()
  const world = createWorld(clock)
  const queue: (() => void)[] = []
  let spawned = 0
  let crash: () => void = () => {}

  function spawn(): ModelWorker {
    spawned++
    let isAlive = true
    let receive: (message: FromModel) => void = () => {}
    let nowMs = 0
    const thread = createModelThread({
      createSimulation: (source) => world.createSimulation(source),
      post(message, transfer) {
        const copy = structuredClone(message, { transfer: [...transfer] })
        queue.push(() => {
          if (isAlive) receive(copy)
        })
      },
      defer: (callback) => {
        queue.push(callback)
      },
      // Time passes with every look, so that turns end in the middle of the work.
      nowMs: () => (nowMs += 6),
    })
    return {
      post: (message: ToModel) => {
        const copy = structuredClone(message)
        queue.push(() => {
          if (isAlive) thread.handle(copy)
        })
      },
      listen(onMessage, onCrash) {
        receive = onMessage
        crash = () => {
          onCrash('the thread is gone')
        }
      },
      terminate() {
        isAlive = false
      },
    }
  }

  const player = createPlayer({
    model: createModelHost(spawn),
    clock,
    createTrace: (source) => world.createTrace(source),
    createViews: (trace, definition) => world.createViews(trace, definition),
  })

  function pump(count = Number.POSITIVE_INFINITY): void {
    for (let turn = 0; queue.length > 0 && turn < count; turn++) {
      if (turn > 10_000) throw new Error('the thread does not come to rest')
      queue.shift()?.()
    }
  }

  return {
    player,
    clock,
    pump,
    frames(count, eachMs = 16) {
      for (let frame = 0; frame < count; frame++) {
        pump()
        clock.frame(eachMs)
      }
    },
    settle() {
      pump()
      for (let frame = 0; clock.isRequested; frame++) {
        if (frame > 2_000) throw new Error('the player does not come to rest')
        clock.frame(16)
        pump()
      }
    },
    crash: () => {
      crash()
    },
    get spawned() {
      return spawned
    },
  }
}
