import { clone } from '#std'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { setDownNodes } from '../commands/cluster.ts'
import { world, type BrokerWorld } from './broker-world.ts'
import { checkBroker } from './check-broker.ts'
import { createObserver } from './observer.ts'
import { busyWorld, perform } from './perform-command.ts'
import { randomCommands } from './random-commands.ts'

// Goal: whatever clients do, no copy is lost or doubled, no limit is broken, order holds.
// Method: random commands; after each one a naive reader of the facts is compared with the broker.

const SEED = 20_261_122

it('[A-07] every copy is in exactly one place, limits hold and order holds, after every command', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(randomCommands, (commands) => {
      const w = busyWorld()
      const observer = createObserver()
      for (const command of commands) {
        perform(w, command)
        checkBroker(w, observer)
      }
      // In the end everything works again: what was published on a channel that is still open is
      // confirmed by now.
      setDownNodes(w.broker, w.context, { down: 0 })
      w.wait(10)
      checkBroker(w, observer)
      for (const { waiting } of observer.confirms.values()) expect(waiting.facts.size).toBe(0)
      for (const { kind, fields } of w.facts) {
        seen.add(kind.slice('amqp.'.length))
        seen.add(`${kind.slice('amqp.'.length)} ${String(fields['reason'] ?? fields['outcome'])}`)
      }
    }),
    { seed: SEED, numRuns: 800 },
  )
  // The commands must really reach every corner.
  expect(CORNERS.filter((corner) => !seen.has(corner))).toEqual([])
})

const CORNERS = [
  'message-acked',
  'message-unroutable',
  'message-refused',
  'message-stalled',
  'message-confirmed ack',
  'message-confirmed nack',
  'message-requeued recover',
  'message-requeued broker-restarted',
  'message-dead-lettered rejected',
  'message-dead-lettered expired',
  'message-dead-lettered maxlen',
  'message-dead-lettered delivery_limit',
  'message-discarded dead-letter-cycle',
  'message-discarded expired',
  'message-discarded maxlen',
  'message-discarded broker-restarted',
  'message-discarded queue-deleted',
  'message-discarded purged',
  'consumer-activated',
  'connection-blocked',
  'policy-applied',
]

it('[R-77] a delivery never goes beyond the limit its channel has then', () => {
  fc.assert(
    fc.property(randomCommands, (commands) => {
      const w = busyWorld()
      for (const command of commands) {
        const before = w.sent.length
        const held = heldCounts(w)
        perform(w, command)
        for (const { connection, method } of w.sent.slice(before)) {
          if (method.method !== 'basic.deliver') continue
          const channel = w.broker.connections.get(connection)?.channels.get(method.channel)
          if (channel === undefined || channel.sharedPrefetch === 0) continue
          const isManual = channel.unacked.has(method.deliveryTag)
          const wasHeld = held.get(channel) ?? 0
          if (!isManual) continue
          expect(channel.heldCount).toBeLessThanOrEqual(Math.max(channel.sharedPrefetch, wasHeld))
        }
      }
    }),
    { seed: SEED + 1, numRuns: 200 },
  )
})

function heldCounts(w: BrokerWorld): Map<object, number> {
  const counts = new Map<object, number>()
  for (const connection of w.broker.connections.values()) {
    for (const channel of connection.channels.values()) counts.set(channel, channel.heldCount)
  }
  return counts
}

it('[A-06] a copied broker goes on exactly like its original, and neither touches the other', () => {
  fc.assert(
    fc.property(randomCommands, fc.nat(120), (commands, at) => {
      const original = busyWorld()
      for (const command of commands.slice(0, at)) perform(original, command)
      const untouched = clone(original.broker)
      const twin = continueWith(original)
      for (const command of commands.slice(at)) perform(twin, command)
      expect(original.broker).toEqual(untouched)
      for (const command of commands.slice(at)) perform(original, command)
      expect(twin.facts).toEqual(original.facts)
      expect(twin.sent).toEqual(original.sent)
      expect(twin.broker).toEqual(original.broker)
    }),
    { seed: SEED + 2, numRuns: 100 },
  )
})

/** A world of its own with a copy of the broker and the same past. */
function continueWith(original: BrokerWorld): BrokerWorld {
  const twin = world(clone(original.broker), original.context.recorder.now)
  twin.facts.push(...original.facts)
  twin.sent.push(...original.sent)
  return twin
}
