/** The real amqplib with stand-ins for Node's modules; the build makes it from the packages. */
declare module 'virtual:client-libraries' {
  import type { CreateLibraries } from './library-scope.ts'

  export const createLibraries: CreateLibraries
}
