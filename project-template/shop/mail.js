// The e-mail provider, somewhere on the internet. It takes as long as shop.json says, and so many of
// a hundred e-mails fail: the same ones as in the workshop, whose luck is in shop.json too.

/** How long a caller waits for a provider that does not answer. */
const TIMEOUT_MS = 30_000

export function createMail({ settings, nodes, clock, ledger }) {
  const { hopMs, luck } = settings
  const node = [...nodes.values()].find(({ kind }) => kind === 'mail')
  let waits = 0
  let failures = 0

  function draw() {
    const { latencyMs, spread, failurePercent, isDown } = node
    const factor = spread === 'constant' ? 1 : luck.mailWaits[waits++ % luck.mailWaits.length]
    const chance = luck.mailFailures[failures++ % luck.mailFailures.length]
    if (isDown) return { outcome: 'mail-down', waitMs: TIMEOUT_MS }
    const isUnlucky = chance < Math.round(failurePercent * 100)
    return { outcome: isUnlucky ? 'mail-failed' : 'sent', waitMs: latencyMs * factor }
  }

  /**
   * Sends the e-mail of an order, on behalf of a message from that queue. One that has left is sent,
   * whatever becomes of the process that asked for it.
   */
  return function sendMail(order, queue, done) {
    if (node === undefined) {
      done('sent')
      return
    }
    clock.after(hopMs, () => {
      const { outcome, waitMs } = draw()
      clock.after(waitMs, () => {
        if (outcome === 'sent') ledger.email(order, queue)
        clock.say(node.id, `e-mail for order ${order}: ${outcome}`)
        // Of a provider that is down no answer travels: the caller's own clock ends the wait.
        clock.after(outcome === 'mail-down' ? 0 : hopMs, () => done(outcome))
      })
    })
  }
}
