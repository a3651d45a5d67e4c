// The shop's table of orders: a query goes there, takes effect, and its rows come back.

export function createDatabase({ settings, nodes, clock, ledger }) {
  const { hopMs } = settings
  const node = [...nodes.values()].find(({ kind }) => kind === 'database')
  const newOrders = new Set()
  const doneOrders = new Set()

  function query(takeEffect, done) {
    const travelMs = node === undefined ? 0 : hopMs
    clock.after(travelMs + (node?.queryMs ?? 0), () => {
      const rows = takeEffect()
      clock.after(travelMs, () => done(rows))
    })
  }

  function change(order) {
    if (doneOrders.has(order)) return false
    newOrders.delete(order)
    doneOrders.add(order)
    ledger.process(order)
    clock.say(node?.id ?? 'database', `order ${order} is done`)
    return true
  }

  return {
    /** Writes the row of a new order; `stored` hears of it at once, `done` when the answer is back. */
    insert(order, stored, done) {
      query(() => {
        newOrders.add(order)
        ledger.store(order)
        stored()
      }, done)
    },
    newOrders: (done) => query(() => [...newOrders], done),
    isDone: (order, done) => query(() => doneOrders.has(order), done),
    /** Writes that the order is done: false when it was already. */
    markDone: (order, done) => query(() => change(order), done),
  }
}
