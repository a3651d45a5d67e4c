// What the processes ask the shop for: its table of orders, its mail provider, and its HTTP API.

import { createApi } from './api.js'
import { createDatabase } from './database.js'
import { createMail } from './mail.js'

/** Why the provider did not send, as an error says it. */
const FAILURES = {
  'mail-failed': 'the provider refused it.',
  'mail-down': 'the provider did not answer within 30 s.',
}

export function createServices(shop) {
  const database = createDatabase(shop)
  const sendMail = createMail(shop)
  const api = createApi(shop, sendMail)
  return {
    database,
    /** Does what a process asks for, and answers with a value or an error. */
    ask({ what, order, queue, ...request }, answer) {
      const give = (value) => answer({ value })
      switch (what) {
        case 'new-orders':
          database.newOrders(give)
          return
        case 'is-done':
          database.isDone(order, give)
          return
        case 'mark-done':
          database.markDone(order, give)
          return
        case 'mail':
          sendMail(order, queue, (outcome) => {
            answer(
              outcome === 'sent' ? {} : { error: `The e-mail was not sent: ${FAILURES[outcome]}` },
            )
          })
          return
        case 'fetch':
          api.ask({ ...request, queue }, give)
          return
        default:
      }
    },
  }
}
