import { scope } from './scope.ts'

/** Resolves with `value` after so many virtual milliseconds. */
function setTimeout<Value>(delayMs?: number, value?: Value): Promise<Value | undefined> {
  return new Promise((resolve) => {
    scope.setTimeout(() => {
      resolve(value)
    }, delayMs)
  })
}

/** Resolves with `value` after everything that is due now. */
function setImmediate<Value>(value?: Value): Promise<Value | undefined> {
  return new Promise((resolve) => {
    scope.setImmediate(() => {
      resolve(value)
    })
  })
}

/** node:timers/promises. */
export const timersPromises = { setTimeout, setImmediate }
