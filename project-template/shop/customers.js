// The customers: orders come by themselves, at once when somebody says so, or as a load. At random
// moments means the same moments as in the workshop: shop.json has its luck.

export function createCustomers({ settings, nodes, clock, ledger, requests }) {
  const customers = [...nodes.values()].find(({ kind }) => kind === 'customers')
  let lastOrder = 0
  let placedByThemselves = 0
  let gaps = 0
  let stop = () => undefined
  let load = null

  function placeOrder(ended = () => undefined) {
    const order = ++lastOrder
    ledger.place(order, clock.now)
    clock.say(customers?.id ?? 'customers', `order ${order} is placed`)
    requests.send(order, ended)
  }

  /** Plans the next order; each gap begins where the last one ended, whatever the timers do. */
  function planNext(from) {
    const { ordersPerSecond, ordersMax } = customers
    const isSpent = ordersMax !== null && placedByThemselves >= ordersMax
    if (ordersPerSecond <= 0 || isSpent) return
    const due = from + gapMs(customers)
    stop = clock.after(Math.max(0, due - clock.now), () => {
      placedByThemselves++
      placeOrder()
      planNext(due)
    })
  }

  function gapMs({ ordersPerSecond, arrivals }) {
    const mean = 1_000 / ordersPerSecond
    if (arrivals === 'regular') return mean
    const { arrivals: luck } = settings.luck
    return mean * luck[gaps++ % luck.length]
  }

  /** A request of the load takes the place of one that has its end. */
  function sendNext() {
    if (load.sent === load.requests) {
      if (load.open === 0) load = null
      return
    }
    load.sent++
    load.open++
    placeOrder(() => {
      load.open--
      sendNext()
    })
  }

  return {
    placeOrder,
    /** Orders come by themselves from now on, the first one a whole gap from now. */
    begin() {
      stop()
      if (customers !== undefined) planNext(clock.now)
    },
    /** So many requests, of which so many are open at any time: what `ab -n … -c …` does. */
    load(count, concurrency) {
      if (load !== null) return
      load = { requests: count, sent: 0, open: 0 }
      for (let index = 0; index < concurrency; index++) sendNext()
    },
  }
}
