/** The place of a client's command: a connection by name, a channel by number. */
export interface ChannelAddress {
  readonly connection: string
  readonly channel: number
}

/** The tag of a message on the channel that published it. Frozen. */
export interface ConfirmAddress {
  readonly connection: string
  readonly channel: number
  /** Tells the channel from a later one of the same number. */
  readonly serial: number
  readonly tag: number
}
