import type { FactId, Trace } from '#engine'

/** Facts about one order, or about one of its messages, in the order they happened. */
export function journeyOfOrder(trace: Trace, order: number, until: number): readonly FactId[] {
  const messages = new Set<number>()
  return filterFacts(trace, until, (fields, id) => {
    if (trace.kind(id) === 'amqp.message-published' && orderOfPublish(trace, id) === order) {
      messages.add(Number(fields['message']))
    }
    const isOfMessage = messages.has(Number(fields['message'] ?? -1))
    // A dead letter goes on under another number.
    if (isOfMessage && typeof fields['as'] === 'number') messages.add(fields['as'])
    return fields['order'] === order || isOfMessage
  })
}

/** Facts about one message; a dead letter begins with the end of the message it was. */
export function journeyOfMessage(trace: Trace, message: number, until: number): readonly FactId[] {
  return filterFacts(trace, until, ({ message: about, as }) => about === message || as === message)
}

/** What made a fact happen, what made that happen, and so on to the beginning; nearest first. */
export function causesOf(trace: Trace, fact: FactId): readonly FactId[] {
  const causes: FactId[] = []
  let cause = trace.cause(fact)
  while (cause !== null) {
    causes.push(cause)
    cause = trace.cause(cause)
  }
  return causes
}

/** The order a published message is about: the fact that it was sent says so. */
export function orderOfPublish(trace: Trace, published: FactId): number | null {
  const sent = trace.cause(published)
  return sent === null || trace.kind(sent) !== 'net.sent' ? null : trace.number(sent, 'order')
}

type Test = (fields: ReturnType<Trace['fact']>['fields'], id: FactId) => boolean

function filterFacts(trace: Trace, until: number, test: Test): readonly FactId[] {
  const found: FactId[] = []
  for (let id = 0; id < until; id++) {
    const fact = trace.fact(id as FactId)
    if (test(fact.fields, fact.id)) found.push(fact.id)
  }
  return found
}
