import { us, type FactId } from '#engine'
import { refuseOrder } from './request-end.ts'
import type { Process, UnconfirmedPublish, World, WorldEngine } from './world.ts'

/** Why a publish came to nothing; the order is refused with it. */
export type PublishFailure =
  'not-connected' | 'connection-lost' | 'channel-closed' | 'nacked' | 'returned'

/**
 * The broker has answered for a publish, or for all up to it. A returned message is confirmed
 * too: what came back is what counts.
 */
export function settleConfirms(
  world: World,
  engine: WorldEngine,
  process: Process,
  { deliveryTag, multiple }: { readonly deliveryTag: number; readonly multiple: boolean },
  failure: PublishFailure | null,
): void {
  for (const [tag, publish] of [...process.unconfirmed]) {
    if (multiple ? tag > deliveryTag : tag !== deliveryTag) continue
    process.unconfirmed.delete(tag)
    const outcome = failure ?? (publish.isReturned ? 'returned' : null)
    finishPublish(world, engine, publish, outcome, multiple ? null : engine.cause)
  }
}

/** No confirm will come any more: whoever waits for one has to take it as a failure. */
export function failUnconfirmed(
  world: World,
  engine: WorldEngine,
  process: Process,
  failure: PublishFailure,
): void {
  const publishes = [...process.unconfirmed.values()]
  process.unconfirmed.clear()
  process.confirmTag = null
  for (const publish of publishes) finishPublish(world, engine, publish, failure, null)
}

/** A message came back; its confirm is still to come. */
export function noteReturn(process: Process, order: number | null): void {
  for (const publish of process.unconfirmed.values()) {
    if (publish.order !== order || publish.isReturned) continue
    publish.isReturned = true
    return
  }
}

/**
 * The request goes on with the outcome; where nobody waits, only a failure is told. `cause` is what
 * was said about this publish alone; null when it was about several, and the request's own holds.
 */
export function finishPublish(
  world: World,
  engine: WorldEngine,
  { order, job }: Pick<UnconfirmedPublish, 'order' | 'job'>,
  failure: PublishFailure | null,
  cause: FactId | null,
): void {
  if (job !== null) {
    const result =
      failure === null
        ? ({ type: 'done' } as const)
        : ({ type: 'failed', reason: failure } as const)
    const waiting = world.jobs.get(job)
    if (waiting === undefined) return
    const event = { type: 'job-continues', job, result } as const
    engine.schedule(us(0), event, { cause: cause ?? waiting.cause })
    return
  }
  if (failure !== null) refuseOrder(world, engine, order, failure)
}
