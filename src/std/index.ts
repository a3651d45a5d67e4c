export { assert, InvariantError } from './assert.ts'
export { clone } from './clone.ts'
export { exhaustive } from './exhaustive.ts'
