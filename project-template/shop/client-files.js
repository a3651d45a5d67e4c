// amqplib has two entries and keeps its other files to itself. These are the files that your import
// of it uses too, found by their place on the disk.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('amqplib'))

/** A file of amqplib, such as `connect`. */
export function clientFile(name) {
  return require(join(folder, 'lib', `${name}.js`))
}
