/** Where our broker does not do what RabbitMQ 3.10.8 does, and means it. */
export interface Divergence {
  readonly rule: string
  /** The cases that show it. */
  readonly cases: readonly string[]
  /** Why ours is right to differ; lessons tell it where a learner could notice. */
  readonly reason: string
}

export const DIVERGENCES: readonly Divergence[] = [
  {
    rule: 'R-01',
    cases: ['protocol-0-8'],
    reason:
      'RabbitMQ also speaks AMQP 0-8, the protocol of 2006. Ours speaks 0-9 and 0-9-1; who asks for ' +
      'another version is told so, as RabbitMQ tells who asks for 0-10 or 1.0 without the plugin.',
  },
  {
    rule: 'R-161',
    cases: ['priority-expired-over-lasting'],
    reason:
      'RabbitMQ 3.10.8 delivers an expired message of high priority when one of low priority ' +
      'without a TTL was queued before it, against its own documentation. Ours never delivers an expired message.',
  },
]
