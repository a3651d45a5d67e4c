import type { ClientAnswer } from '../request-port.ts'

/** The headers of an answer; names are the same in capitals and small letters. */
class ClientHeaders {
  readonly #values: ReadonlyMap<string, string>

  constructor(pairs: ClientAnswer['headers']) {
    this.#values = new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]))
  }

  get(name: unknown): string | null {
    return this.#values.get(String(name).toLowerCase()) ?? null
  }

  has(name: unknown): boolean {
    return this.#values.has(String(name).toLowerCase())
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries()
  }

  keys(): IterableIterator<string> {
    return this.#values.keys()
  }

  values(): IterableIterator<string> {
    return this.#values.values()
  }

  forEach(see: (value: string, name: string, headers: this) => void): void {
    for (const [name, value] of this.#values) see(value, name, this)
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values.entries()
  }
}

/** The part of a Response that code has. The whole body is there: reading it takes no time. */
export class ClientResponse {
  readonly ok: boolean
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly redirected = false
  readonly type = 'basic'
  readonly headers: ClientHeaders
  bodyUsed = false
  readonly #body: string

  constructor({ status, statusText, headers, body }: ClientAnswer, url: string) {
    this.ok = status >= 200 && status < 300
    this.status = status
    this.statusText = statusText
    this.url = url
    this.headers = new ClientHeaders(headers)
    this.#body = body
  }

  async text(): Promise<string> {
    if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read')
    this.bodyUsed = true
    return this.#body
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown
  }
}
