/**
 * What happens to client code, as plain data on the agenda. A model that has client code among its
 * processes hands these to {@link ClientHost.handle}.
 */
export type ClientEvent =
  | { readonly type: 'client.begun'; readonly pid: number }
  | { readonly type: 'client.timer-due'; readonly pid: number; readonly timer: number }
  | { readonly type: 'client.signalled'; readonly pid: number; readonly signal: 'SIGTERM' }
  /** A process that was busy can take what came meanwhile. */
  | { readonly type: 'client.woke'; readonly pid: number }
  /** The next segment of one direction of a connection arrives. */
  | {
      readonly type: 'client.segment-arrived'
      readonly link: string
      readonly to: 'client' | 'server'
    }

/** Tells the events of client code from those of the model around it. */
export function isClientEvent(event: { readonly type: string }): event is ClientEvent {
  return event.type.startsWith('client.')
}
