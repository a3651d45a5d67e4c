import { ms, seconds, type Duration, type Random } from '#engine'
import type { MailNode } from './definition.ts'

/** How long a client waits for a provider that does not answer. */
const MAIL_TIMEOUT: Duration = seconds(30)

/** How an e-mail comes out; down: the provider never answered, and the caller gave up. */
export type MailOutcome = 'sent' | 'refused' | 'down'

/** The two kinds of chance an e-mail depends on. */
export interface MailLuck {
  readonly latency: Random
  readonly failure: Random
}

/** What becomes of one e-mail at this provider, and after how long the caller knows. */
export function drawMail(
  mail: MailNode,
  luck: MailLuck,
): { readonly outcome: MailOutcome; readonly wait: Duration } {
  // Drawn whether needed or not, so that an outage does not shift the luck of later e-mails.
  const mean = ms(mail.latencyMs)
  const wait = mail.spread === 'constant' ? mean : luck.latency.exponential(mean)
  const isUnlucky = luck.failure.chance(Math.round(mail.failurePercent * 100), 10_000)
  if (mail.isDown) return { outcome: 'down', wait: MAIL_TIMEOUT }
  return { outcome: isUnlucky ? 'refused' : 'sent', wait }
}
