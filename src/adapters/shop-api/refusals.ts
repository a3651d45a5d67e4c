const SENTENCES: Readonly<Record<string, string>> = {
  'no-shop': 'No shop runs on this page: open a lesson or the sandbox.',
  'run-ended': 'The run has ended, so nothing can be ordered: reset it.',
  'taken-back': 'The order was taken back before the shop answered: place it again.',
  'no-answer': 'The shop did not answer within 30 s: see on the stage where the order is.',
  'nobody-orders': 'The shop has neither customers nor a running producer: add one.',
  'web-down': 'The web process does not run, so nobody took the order: start it.',
  'web-killed': 'The web process was killed while it worked on the order: start it and try again.',
  'mail-failed': 'The mail provider refused the e-mail, and the request failed with it: try again.',
  'mail-down': 'The mail provider did not answer, and the request failed with it: end the outage.',
  'not-connected': 'The web process has no connection to the broker: wait until it has one.',
  'connection-lost': 'The connection to the broker was lost before it confirmed: try again.',
  'channel-closed': 'The broker closed the channel instead of confirming: see the trace for why.',
  nacked: 'The broker refused the message: see the queue’s limits.',
  returned: 'The message fitted no queue and came back: add a binding for its routing key.',
}

/** Why the shop did not take an order, as a sentence for whoever asked. */
export function describeRefusal(reason: string): string {
  return SENTENCES[reason] ?? `The shop refused the order (${reason}): see the trace for why.`
}
