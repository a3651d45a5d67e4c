/** What the build makes of the frame's script and of the worker's. */
declare module 'virtual:learner-frame' {
  /** The frame's whole document: its policy first, then the relay. */
  export const frameDocument: string
  /** Loads the worker as one classic script. */
  export function loadWorker(): Promise<Blob>
}
