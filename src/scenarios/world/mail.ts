import { between, ms, seconds, type Duration, type Instant } from '#engine'
import type { MailNode } from '../definition.ts'
import type { MailOutcome, MailRequest } from './event.ts'
import { sendOver } from './network.ts'
import { nodeOfKind } from './nodes.ts'
import type { Job, World, WorldEngine } from './world.ts'

/** How long a client waits for a provider that does not answer. */
const MAIL_TIMEOUT: Duration = seconds(30)

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
  // Drawn whether needed or not, so that an outage does not shift the luck of later e-mails.
  const latency = drawLatency(mail, engine)
  const isUnlucky = engine
    .random('mail-failure')
    .chance(Math.round(mail.failurePercent * 100), 10_000)
  const outcome: MailOutcome = mail.isDown ? 'down' : isUnlucky ? 'refused' : 'sent'
  engine.schedule(
    mail.isDown ? MAIL_TIMEOUT : latency,
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

function drawLatency(mail: MailNode, engine: WorldEngine): Duration {
  const mean = ms(mail.latencyMs)
  return mail.spread === 'constant' ? mean : engine.random('mail').exponential(mean)
}
