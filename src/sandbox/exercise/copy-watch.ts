import type { AmqpFacts } from '#amqp'
import type { FactId, Fields, Instant, Recorder } from '#engine'
import { settleByCode, type World, type WorldEngine } from '#scenarios'

/** The shop, as what watches its broker needs it. */
export interface WatchedShop {
  readonly world: World
  readonly engine: WorldEngine
}

/** What the watch needs of the run. */
export interface WatchSettings {
  /** The fact that the message the broker takes now was sent with; null when the shop sent it itself. */
  taken(connection: string): FactId | null
  shop(): WatchedShop
}

/** One copy of a message. */
interface Copy {
  readonly message: number
  readonly queue: string
}

/** Facts by which a copy leaves its consumer's hands unhandled; each says why. */
const FAILURES: ReadonlySet<string> = new Set([
  'amqp.message-requeued',
  'amqp.message-discarded',
  'amqp.message-dead-lettered',
])

/** Takes the broker's facts, and notices what they mean for the orders that code has in hand. */
export class CopyWatch implements Recorder<AmqpFacts> {
  readonly #recorder: Recorder<AmqpFacts>
  readonly #settings: WatchSettings
  /** Copies that nobody has to settle: they are settled as they are sent. */
  readonly #automatic = new Set<string>()

  constructor(recorder: Recorder<AmqpFacts>, settings: WatchSettings) {
    this.#recorder = recorder
    this.#settings = settings
  }

  get now(): Instant {
    return this.#recorder.now
  }

  get cause(): FactId | null {
    return this.#recorder.cause
  }

  record<Kind extends keyof AmqpFacts>(
    kind: Kind,
    fields: Fields<AmqpFacts[Kind]>,
    cause?: FactId | null,
  ): FactId {
    const about = fields as Readonly<Record<string, unknown>>
    const sent =
      kind === 'amqp.message-published' ? this.#settings.taken(String(about['connection'])) : null
    const fact = this.#recorder.record(kind, fields, sent ?? cause)
    const copy = { message: Number(about['message']), queue: String(about['queue']) }
    if (kind === 'amqp.message-delivered' && about['autoAck'] === true) {
      this.#automatic.add(keyOf(copy))
    } else if (kind === 'amqp.message-acked') this.#settle(copy, null)
    else if (FAILURES.has(kind)) this.#settle(copy, String(about['reason']))
    return fact
  }

  isAutomatic(copy: Copy): boolean {
    return this.#automatic.has(keyOf(copy))
  }

  /** Code says that an order is done: of what it need not settle that is the end. */
  noteDone(process: string, order: number): void {
    const { world, engine } = this.#settings.shop()
    const tasks = world.processes.get(process)?.codeTasks.values() ?? []
    for (const task of [...tasks]) {
      if (task.order === order && this.isAutomatic(task)) settleByCode(world, engine, task, null)
    }
  }

  #settle(copy: Copy, failure: string | null): void {
    const { world, engine } = this.#settings.shop()
    settleByCode(world, engine, copy, failure)
  }
}

function keyOf({ message, queue }: Copy): string {
  return `${message} ${queue}`
}
