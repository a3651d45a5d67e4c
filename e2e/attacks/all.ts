import type { Attack } from './attack.ts'
import { errors, shop, typescript } from './exercise.ts'
import { forgery, poison } from './harness.ts'
import { network } from './network.ts'
import { code, page, storage } from './browser.ts'

/** Attacks that end by themselves, whatever they do. */
export const quick: readonly Attack[] = [
  ...network,
  ...storage,
  ...page,
  ...code,
  ...poison,
  ...forgery,
  ...shop,
  ...errors,
  ...typescript,
]
