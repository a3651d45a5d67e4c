/** node:url for amqplib: the standard's own URL, which the npm package of that name does not have. */
export const URL: typeof globalThis.URL = globalThis.URL
/** The standard's own search parameters. */
export const URLSearchParams: typeof globalThis.URLSearchParams = globalThis.URLSearchParams
