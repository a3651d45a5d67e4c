// Tells the shop what this process does with messages: what it declares, publishes, gets and settles.
// Only so can the ledger say at the end whether an order is lost or still in somebody's hands. A
// message belongs to the order that its JSON body names in `order`.

import { clientFile } from './client-files.js'
import { tell, workingFor } from './line.js'

const methods = clientFile('defs')
const { Channel, BaseChannel } = clientFile('channel')
const models = [clientFile('channel_model').Channel, clientFile('callback_model').Channel]

/** By channel: what it consumes, and the deliveries it has not settled. */
const channels = new WeakMap()
let lastChannel = 0

/** From now on whatever amqplib does in this process is told. */
export function watchMessages() {
  const { sendImmediately, sendMessage } = Channel.prototype
  Channel.prototype.sendImmediately = function (method, fields) {
    const result = sendImmediately.call(this, method, fields)
    noteMethod(this, method, fields)
    return result
  }
  Channel.prototype.sendMessage = function (fields, properties, content) {
    const result = sendMessage.call(this, fields, properties, content)
    const to = fields.exchange === '' ? fields.routingKey : fields.exchange
    const ttl = Number(properties.expiration ?? 0)
    tell({ type: 'published', order: orderIn(content), to, ttl })
    return result
  }
  const { registerConsumer } = BaseChannel.prototype
  BaseChannel.prototype.registerConsumer = function (tag, callback) {
    const consumed = stateOf(this).asked.shift() ?? { queue: '', noAck: false }
    tell({ type: 'consumes', queue: consumed.queue })
    return registerConsumer.call(this, tag, (message) => {
      if (message === null) return callback(message)
      const queue = noteDelivery(this, message, consumed)
      return workingFor.run(queue, () => callback(message))
    })
  }
  for (const { prototype } of models) watchGet(prototype)
}

function watchGet(prototype) {
  const { get } = prototype
  prototype.get = function (queue, options, done) {
    const note = (message) => {
      if (message !== false && message !== null) {
        noteDelivery(this, message, { queue, noAck: options?.noAck === true })
      }
      return message
    }
    const noted = (error, message) => done?.(error, error === null ? note(message) : message)
    const result = get.call(this, queue, options, noted)
    return typeof result?.then === 'function' ? result.then(note) : result
  }
}

function noteMethod(channel, method, fields) {
  switch (method) {
    case methods.QueueDeclare:
      // A name that the broker makes up, or a queue nobody else may use, ends with its connection.
      if (fields.passive || fields.queue === '' || fields.exclusive) return
      tell({
        type: 'queue',
        name: fields.queue,
        ttl: Number(fields.arguments['x-message-ttl'] ?? 0),
      })
      return
    case methods.ExchangeDeclare:
      if (!fields.passive) tell({ type: 'exchange', name: fields.exchange })
      return
    case methods.BasicConsume:
      stateOf(channel).asked.push(fields)
      return
    case methods.BasicAck:
      settle(channel, fields, 'acked')
      return
    case methods.BasicNack:
    case methods.BasicReject:
      settle(channel, fields, 'given back')
      return
    default:
  }
}

/** Tells of a delivery; returns the queue that the message belongs to. */
function noteDelivery(channel, { fields, properties, content }, { queue: from, noAck }) {
  const { id, unsettled } = stateOf(channel)
  // A dead letter still belongs to the queue it was in first.
  const queue = properties.headers?.['x-first-death-queue'] ?? from
  const key = `${id} ${fields.deliveryTag}`
  if (!noAck) unsettled.add(fields.deliveryTag)
  tell({ type: 'delivered', key, from, queue, order: orderIn(content), isAutomatic: noAck })
  return queue
}

function settle(channel, { deliveryTag, multiple = false }, how) {
  const { id, unsettled } = stateOf(channel)
  const tags = [...unsettled].filter((tag) =>
    multiple ? deliveryTag === 0 || tag <= deliveryTag : tag === deliveryTag,
  )
  for (const tag of tags) unsettled.delete(tag)
  if (tags.length > 0) tell({ type: 'settled', keys: tags.map((tag) => `${id} ${tag}`), how })
}

function stateOf(channel) {
  const known = channels.get(channel)
  if (known !== undefined) return known
  const state = { id: ++lastChannel, asked: [], unsettled: new Set() }
  channels.set(channel, state)
  // The broker takes back what a channel had not settled.
  channel.once('close', () => {
    settle(channel, { deliveryTag: 0, multiple: true }, 'given back')
  })
  return state
}

function orderIn(content) {
  try {
    const { order } = JSON.parse(content.toString())
    return Number.isSafeInteger(order) ? order : null
  } catch {
    return null
  }
}
