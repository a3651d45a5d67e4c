import { between, ms, type Instant } from '#engine'
import { drawMail, type MailOutcome } from '../mail-luck.ts'
import type { MailRequest } from './event.ts'
import { sendOver } from './network.ts'
import { nodeOfKind } from './nodes.ts'
import type { Job, World, WorldEngine } from './world.ts'

/** Sends the order's e-mail; the job continues with the provider's answer. */
export function sendMail(world: World, engine: WorldEngine, job: Job): void {
  const mail = nodeOfKind(world, 'mail')
  if (mail === null || job.order === null) {
    const done = { type: 'job-continues', job: job.id, result: { type: 'done' } } as const
    engine.schedule(ms(0), done, { cause: job.cause })
    return
  }
  const { order, place: process } = job
  const request: MailRequest = { job: job.id, order, process, acceptedAt: engine.now }
  const hop = { what: 'mail', from: process, to: mail.id, order, message: null }
  sendOver(world, engine, hop, { type: 'mail-arrived', mail: request }, job.cause)
}

/** The e-mail is at the provider. */
export function acceptMail(world: World, engine: WorldEngine, request: MailRequest): void {
  const mail = nodeOfKind(world, 'mail')
  if (mail === null) return
  const { order, process } = request
  const accepted = engine.record('mail.accepted', { order, process })
  const luck = { latency: engine.random('mail'), failure: engine.random('mail-failure') }
  const { outcome, wait } = drawMail(mail, luck)
  engine.schedule(
    wait,
    { type: 'mail-done', mail: { ...request, acceptedAt: engine.now }, outcome },
    { cause: accepted },
  )
}

/** The provider is through with an e-mail, or the caller with waiting: the customer has it, or nobody has. */
export function finishMail(
  world: World,
  engine: WorldEngine,
  request: MailRequest,
  outcome: MailOutcome,
): void {
  const mail = nodeOfKind(world, 'mail')
  const { order, process, job } = request
  const duration = between(request.acceptedAt as Instant, engine.now)
  const fact =
    outcome === 'sent'
      ? engine.record('mail.sent', { order, process, duration })
      : engine.record('mail.failed', { order, process, reason: outcome })
  if (outcome === 'down') {
    // No answer travels: the caller's own clock ends the wait.
    const result = { type: 'failed', reason: 'mail-down' } as const
    engine.schedule(ms(0), { type: 'job-continues', job, result }, { cause: fact })
    return
  }
  if (mail === null) return
  const hop = { what: 'mail-reply', from: mail.id, to: process, order, message: null }
  const result =
    outcome === 'sent'
      ? ({ type: 'done' } as const)
      : ({ type: 'failed', reason: 'mail-failed' } as const)
  sendOver(world, engine, hop, { type: 'job-continues', job, result }, fact)
}
