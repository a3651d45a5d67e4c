import { between, ms, seconds, type Duration, type Instant } from '#engine'
import type { MailNode } from '../definition.ts'
import type { MailRequest } from './event.ts'
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
  engine.schedule(
    mail.isDown ? MAIL_TIMEOUT : latency,
    {
      type: 'mail-done',
      mail: { ...request, acceptedAt: engine.now },
      isFailure: mail.isDown || isUnlucky,
    },
    { cause: accepted },
  )
}

/** The provider is through with an e-mail: the customer has it, or nobody has. */
export function finishMail(
  world: World,
  engine: WorldEngine,
  request: MailRequest,
  isFailure: boolean,
): void {
  const mail = nodeOfKind(world, 'mail')
  const { order, process } = request
  const duration = between(request.acceptedAt as Instant, engine.now)
  const fact = isFailure
    ? engine.record('mail.failed', { order, process, reason: mail?.isDown ? 'down' : 'refused' })
    : engine.record('mail.sent', { order, process, duration })
  if (mail === null) return
  const hop = { what: 'mail-reply', from: mail.id, to: process, order, message: null }
  const result = isFailure
    ? ({ type: 'failed', reason: 'mail-failed' } as const)
    : ({ type: 'done' } as const)
  sendOver(world, engine, hop, { type: 'job-continues', job: request.job, result }, fact)
}

function drawLatency(mail: MailNode, engine: WorldEngine): Duration {
  const mean = ms(mail.latencyMs)
  return mail.spread === 'constant' ? mean : engine.random('mail').exponential(mean)
}
