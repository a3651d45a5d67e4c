// Customers' requests at the web process: each takes a thread, some CPU time and a row in the table
// of orders; then the function that your file gave to onOrder has it.

export function createRequests(shop) {
  const { nodes, clock, ledger, services, settings } = shop
  const web = [...nodes.values()].find(({ kind }) => kind === 'web')
  const { hopMs } = settings
  /** Who waits for the end of an order's request. */
  const waiting = new Map()

  function end(order, what) {
    clock.say('customers', `order ${order} is ${what}`)
    const ended = waiting.get(order)
    waiting.delete(order)
    ended?.(ledger.orders.get(order))
  }

  function refuse(order, reason) {
    ledger.refuse(order)
    end(order, `refused: ${reason}`)
  }

  function startWaiting(life) {
    while (life.busy < web.threads && life.backlog.length > 0) {
      const order = life.backlog.shift()
      life.busy++
      life.unstored.add(order)
      // The process computes one thing after the other.
      life.cpuFreeAt = Math.max(clock.now, life.cpuFreeAt) + web.cpuMs
      clock.after(life.cpuFreeAt - clock.now, () => {
        if (life.isAlive)
          services.database.insert(order, () => life.unstored.delete(order), handOver)
      })
      const handOver = () => {
        if (!life.isAlive) return
        life.open.add(order)
        if (life.handles) life.tell({ type: 'order', order })
        else life.unhandled.push(order)
      }
    }
  }

  return {
    /** A customer asks; `ended` hears when there is an answer, or an error. */
    send(order, ended) {
      waiting.set(order, ended)
      clock.after(hopMs, () => {
        const life = web === undefined ? null : shop.players.lifeOf(web.id)
        if (life === null) {
          refuse(order, 'the web process does not run')
          return
        }
        life.backlog.push(order)
        startWaiting(life)
      })
    },
    /** The file has called onOrder: what came before that comes now. */
    handles(life) {
      life.handles = true
      for (const order of life.unhandled.splice(0)) life.tell({ type: 'order', order })
    },
    /** The handler has come to its end. */
    answered(life, { order, isRefused }) {
      if (!life.open.delete(order)) return
      life.busy--
      startWaiting(life)
      if (isRefused) {
        refuse(order, 'its handler failed')
        return
      }
      clock.after(hopMs, () => {
        ledger.answer(order)
        end(order, 'answered')
      })
    },
    /** The web process is gone: the customer whose order has no row sees an error and knows it. */
    dropped(life) {
      for (const order of [...life.backlog, ...life.unstored]) {
        refuse(order, 'the web process was killed')
      }
    },
  }
}
