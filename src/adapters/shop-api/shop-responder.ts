import type { RequestHandler } from 'msw'
import { getResponse } from 'msw/utils/get-response'
import type { Respond, ShopApiPort } from '#sandbox'
import { createShopHandlers } from './handlers.ts'

/** Where the shop is for code that runs in it. */
const ROOTS = ['http://shop', 'http://localhost']

/** Making handlers takes longer than an answer: each run has one set. */
const handlersOf = new WeakMap<ShopApiPort, RequestHandler[]>()

/** Answers requests of code in the sandbox with the handlers of the shop's HTTP API. */
export const respondAsShop: Respond = async ({ url, method, headers, body }, port) => {
  const handlers = handlersOf.get(port) ?? [...createShopHandlers(port, ROOTS)]
  handlersOf.set(port, handlers)
  const request = new Request(url, { method, headers: headers.map(([...pair]) => pair), body })
  const response = await getResponse(handlers, request)
  if (response === undefined) return null
  if (response.type === 'error') return 'network-error'
  const { status, statusText } = response
  return { status, statusText, headers: [...response.headers], body: await response.text() }
}
