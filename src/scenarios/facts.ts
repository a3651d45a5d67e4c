/**
 * What the shop says about itself. Orders count from 1 and keep their number everywhere; processes
 * are named by their place in the shop (`web`, `worker-1`) and by the pid of each life.
 */
export const shopFacts = {
  // Processes.
  /** `role`: web, worker, producer; thread (a poller) and memory (a list in memory) live in one. */
  'process.started': { process: 'text', pid: 'number', role: 'text' },
  'process.signalled': { process: 'text', pid: 'number', signal: 'text' },
  /** It has caught SIGTERM: it takes nothing new and ends when it has finished what it runs. */
  'process.stopping': { process: 'text', pid: 'number' },
  /** `signal` is what killed it, `code` what it exited with; one of them is null. */
  'process.exited': { process: 'text', pid: 'number', signal: 'text', code: 'number' },
  /** The process was on a CPU core for `duration` µs until now. */
  'process.cpu-used': { process: 'text', duration: 'number' },

  // The network between processes.
  /**
   * Something left `from` and will be at `to` at the instant `arrival`. `what`: request, reply,
   * query, rows, publish, deliver, ack, nack, reject, return, confirm, confirm-nack, blocked,
   * unblocked, mail, mail-reply, connect, cancel, close.
   */
  'net.sent': {
    what: 'text',
    from: 'text',
    to: 'text',
    order: 'number',
    message: 'number',
    arrival: 'number',
  },
  /** The other end was not there, or had nowhere to put it (a publish to a missing exchange). */
  'net.refused': { what: 'text', from: 'text', to: 'text', order: 'number', message: 'number' },

  // An order's life.
  /** `broken`: its body is one no handler can read. */
  'shop.order-placed': { order: 'number', broken: 'flag' },
  /**
   * Nobody was promised anything. `reason`: web-down, web-killed, mail-failed, mail-down, or why a
   * confirmed publish failed: not-connected, connection-lost, channel-closed, nacked, returned.
   */
  'shop.order-refused': { order: 'number', reason: 'text' },
  /** A row in the database, status new. */
  'shop.order-stored': { order: 'number', process: 'text' },
  /** The customer has the answer; `duration` µs after placing the order. */
  'shop.order-answered': { order: 'number', duration: 'number' },
  /** The row says done. `duration` µs after placing the order. */
  'shop.order-processed': { order: 'number', process: 'text', duration: 'number' },

  // A load: requests of customers that keep coming until there were enough.
  'load.started': { load: 'number', requests: 'number', concurrency: 'number' },
  /** The order it sends is placed with it; the request ends with an answer, a refusal or a cut. */
  'load.sent': { load: 'number', order: 'number' },
  /** The process that worked on the request died; the order is stored and goes on without an answer. */
  'load.cut-off': { load: 'number', order: 'number' },
  /** Every request it sent has its end. */
  'load.finished': { load: 'number' },

  /** The customer changed the address. */
  'shop.order-changed': { order: 'number' },
  /** Handled with a copy that was made before the customer changed the order. */
  'shop.order-stale': { order: 'number', message: 'number', process: 'text' },

  // Work on an order, by whichever process does it.
  /** In the process's memory, waiting for its turn there. `message` is null for a polled row. */
  'task.received': { order: 'number', message: 'number', process: 'text' },
  'task.started': { order: 'number', message: 'number', process: 'text', thread: 'number' },
  /** The process looked first and saw that the order is already done. */
  'task.skipped': { order: 'number', message: 'number', process: 'text' },
  'task.finished': { order: 'number', message: 'number', process: 'text', duration: 'number' },
  /** An exception: `reason` is mail-failed, mail-down or broken-order. */
  'task.failed': { order: 'number', message: 'number', process: 'text', reason: 'text' },
  /** It was in the memory of a process that died. `state`: running or reserved. */
  'task.dropped': { order: 'number', message: 'number', process: 'text', state: 'text' },

  // The mail provider.
  'mail.accepted': { order: 'number', process: 'text' },
  /** The customer has the e-mail. */
  'mail.sent': { order: 'number', process: 'text', duration: 'number' },
  /** `reason`: refused, or down (no answer within 30 s). */
  'mail.failed': { order: 'number', process: 'text', reason: 'text' },

  // The database.
  /** `query`: insert-order, select-new, select-order, update-order. `rows` it found or changed. */
  'db.queried': { process: 'text', query: 'text', rows: 'number', order: 'number' },
  /** One turn of the polling thread's loop; `found` may be 0. */
  'poll.ran': { process: 'text', found: 'number' },

  // What a person changed. `value` and `definition` are JSON.
  'shop.configured': { node: 'text', field: 'text', value: 'text' },
  'shop.node-added': { node: 'text', definition: 'text' },
  'shop.node-removed': { node: 'text' },
  /** A binding was asked for; that the broker has it is `amqp.binding-created`. */
  'shop.binding-added': { binding: 'text', definition: 'text' },
  /** An input that made no sense at that instant (a signal to a dead process). */
  'shop.input-refused': { action: 'text', node: 'text', reason: 'text' },
} as const

/** The kinds and fields of {@link shopFacts}. */
export type ShopFacts = typeof shopFacts
