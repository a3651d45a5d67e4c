// How the orders came out: the business's own account of what the system did.

export function createLedger() {
  const orders = new Map()
  const twice = new Set()

  /** Changes the account of an order that a customer has placed; there are no others. */
  function change(order, act) {
    const account = orders.get(order)
    if (account !== undefined) act(account)
  }
  /** Remembers that an order was dealt with for a queue; the second time is once too often. */
  function noteOnce(order, queues, queue) {
    if (queues.has(queue)) twice.add(order)
    queues.add(queue)
  }
  return {
    /** The orders, with what is known of each, by number. */
    orders,
    place(order, placedAtMs) {
      const facts = {
        isStored: false,
        isAnswered: false,
        isRefused: false,
        isDone: false,
        emails: 0,
      }
      orders.set(order, { ...facts, placedAtMs, emailedFor: new Set(), finishedFor: new Set() })
    },
    /** Its row is in the table of orders. */
    store: (order) => change(order, (account) => (account.isStored = true)),
    answer: (order) => change(order, (account) => (account.isAnswered = true)),
    refuse: (order) => change(order, (account) => (account.isRefused = true)),
    /** Its row says that it is done. */
    process: (order) => change(order, (account) => (account.isDone = true)),
    /** The customer has an e-mail, sent on behalf of a message from this queue. */
    email(order, queue) {
      change(order, (account) => {
        account.emails++
        noteOnce(order, account.emailedFor, queue)
      })
    },
    /** The work on a message from this queue is finished: it is acknowledged. */
    finish(order, queue) {
      change(order, (account) => noteOnce(order, account.finishedFor, queue))
    },
    /**
     * The sums. An order is lost when it is neither done nor refused and nothing carries it any
     * more: no message at the broker, no living process.
     */
    outcome(carried) {
      const all = [...orders]
      const count = (holds) => all.filter(([order, account]) => holds(account, order)).length
      return {
        placed: all.length,
        answered: count(({ isAnswered }) => isAnswered),
        refused: count(({ isRefused, isDone }) => isRefused && !isDone),
        processed: count(({ isDone }) => isDone),
        emailed: count(({ emails }) => emails > 0),
        lost: count(({ isDone, isRefused }, order) => !isDone && !isRefused && !carried.has(order)),
        doneTwice: twice.size,
      }
    },
  }
}
