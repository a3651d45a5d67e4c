import { Buffer } from 'node:buffer'
import { scope } from './scope.ts'

/** A version 4 UUID from the run's chance. */
export function randomUUID(): string {
  return scope.crypto.randomUUID()
}

/** So many bytes from the run's chance. */
export function randomBytes(count: number): Buffer {
  return Buffer.from(scope.crypto.getRandomValues(new Uint8Array(count)))
}

/** An integer from `min` (0 when left out) to `max`, excluded, from the run's chance. */
export function randomInt(min: number, max?: number): number {
  const [from, to] = max === undefined ? [0, min] : [min, max]
  return from + Math.floor(scope.Math.random() * (to - from))
}
