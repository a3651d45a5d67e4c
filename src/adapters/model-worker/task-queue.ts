/**
 * Calls back in a task of its own, after the messages that have already arrived. A timer would do
 * the same four milliseconds later; a promise would let no message through.
 */
export function createTaskQueue(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const callbacks: (() => void)[] = []
  port1.onmessage = () => {
    callbacks.shift()?.()
  }
  return (callback) => {
    callbacks.push(callback)
    port2.postMessage(null)
  }
}
