/** Which part of a definition a policy governs. */
export type PolicyScope = 'queues' | 'exchanges' | 'all'

export interface Policy {
  readonly name: string
  readonly pattern: string
  readonly applyTo: PolicyScope
  readonly priority: number
  readonly definition: Readonly<Record<string, unknown>>
}

export interface Permissions {
  readonly configure: string
  readonly write: string
  readonly read: string
}

/** What the operator of a broker can do, and a client cannot. */
export interface Operator {
  /** A clean stop and start ('stop'), or the process killed and started anew ('kill'). */
  restart(how: 'stop' | 'kill'): Promise<void>
  addUser(user: string, password: string): Promise<void>
  deleteUser(user: string): Promise<void>
  setPermissions(user: string, virtualHost: string, permissions: Permissions): Promise<void>
  addVirtualHost(virtualHost: string): Promise<void>
  deleteVirtualHost(virtualHost: string): Promise<void>
  setPolicy(virtualHost: string, policy: Policy): Promise<void>
  clearPolicy(virtualHost: string, name: string): Promise<void>
  setAlarm(alarm: 'memory' | 'disk', isOn: boolean): Promise<void>
  /** Of channels opened from now on; null for the defaults. */
  setAckTimeout(timeoutMs: number | null): Promise<void>
  closeConnections(user: string, reason: string): Promise<void>
  importDefinitions(definitions: object): Promise<void>
  exportDefinitions(): Promise<Record<string, unknown>>
  /** The process stops doing anything, and goes on. */
  setFrozen(isFrozen: boolean): Promise<void>
}
