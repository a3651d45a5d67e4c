import { scope } from './scope.ts'

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = scope

/** node:timers: the same functions that stand in the scope. */
export const timers = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  clearImmediate,
}
