/**
 * The process a connection belongs to. The shop's own processes have one connection, of their name;
 * those of code are named by process and port.
 */
export function processOfConnection(connection: string): string {
  return connection.replace(/:\d+$/, '')
}
