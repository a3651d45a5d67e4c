/** What is known of one order. */
export interface OrderAccount {
  /** How many things carry it: the request, messages, deliveries under way, work in memory. */
  carriers: number
  /** From being placed until somebody has it: the request, or the producer's own memory. */
  isJustPlaced: boolean
  isStored: boolean
  isRefused: boolean
  processed: number
  emailed: number
  /** The queues a worker finished its copy from; frozen, so that copies of the fold share it. */
  finishedFrom: readonly string[]
  /** The same for e-mails; '' stands for a process that had the order from no queue. */
  emailedFrom: readonly string[]
}

/** An order that was placed a moment ago. */
export function createAccount(): OrderAccount {
  return {
    carriers: 1,
    isJustPlaced: true,
    isStored: false,
    isRefused: false,
    processed: 0,
    emailed: 0,
    finishedFrom: NOWHERE,
    emailedFrom: NOWHERE,
  }
}

const NOWHERE: readonly string[] = Object.freeze([])
