/** A request over HTTP as code made it. */
export interface ClientRequest {
  readonly method: string
  /** Absolute, without what comes after a `#`. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

/** What a request is answered with. */
export interface ClientAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** What the sender of a request is told: one of the two, once, unless it gave the request up. */
export interface RequestListener {
  onAnswer(answer: ClientAnswer): void
  /** There is no answer; `why` is a sentence. */
  onFault(why: string): void
}

/** The web as one process reaches it. */
export interface RequestPort {
  /** Sends a request; returns how to give it up. */
  send(request: ClientRequest, listener: RequestListener): () => void
}
