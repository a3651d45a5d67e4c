// What processes tell the shop (index.js and watch.js send it), and what follows from it.

export function hear({ clock, ledger, broker, requests, services }, life, message) {
  const { id } = life
  // That somebody says how many timers it has is no news.
  if (message.type !== 'timers') clock.note()
  switch (message.type) {
    case 'handles':
      life.isReady = true
      requests.handles(life)
      return
    case 'answered':
      requests.answered(life, message)
      return
    case 'asks':
      life.isReady = true
      services.ask(message, (answer) => {
        if (message.what === 'mark-done') finishAutomatic(life, message.order)
        life.tell({ type: 'answer', id: message.id, ...answer })
      })
      return
    case 'consumes':
      life.isReady = true
      clock.say(id, `consumes from ${message.queue}`)
      return
    case 'queue':
    case 'exchange':
      broker.know(message)
      return
    case 'published':
      broker.knowTtl(message.ttl)
      if (message.order !== null) clock.say(id, `publishes order ${message.order} to ${message.to}`)
      return
    case 'delivered':
      life.held.set(message.key, message)
      if (message.order !== null) clock.say(id, `gets order ${message.order} from ${message.from}`)
      return
    case 'settled':
      for (const key of message.keys) settle(life, key, message.how)
      return
    case 'timers':
      for (const answer of life.answers.splice(0)) answer(message.timers)
      return
    default:
  }

  function settle({ held }, key, how) {
    const { order = null, from, queue } = held.get(key) ?? {}
    held.delete(key)
    if (order === null) return
    clock.say(id, `order ${order} from ${from}: ${how}`)
    if (how === 'acked') ledger.finish(order, queue)
  }

  /** Of what need not be acknowledged the work is finished when the order is done. */
  function finishAutomatic({ held }, order) {
    for (const [key, one] of [...held]) {
      if (one.order === order && one.isAutomatic) settle(life, key, 'acked')
    }
  }
}
