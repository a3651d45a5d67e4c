import type { BindingDefinition, ShopNode } from './definition.ts'

/** What can be sent to a process. SIGSEGV stands for a crash in one of its threads. */
export type Signal = 'SIGTERM' | 'SIGQUIT' | 'SIGKILL' | 'SIGSEGV'

/** Everything a person can do to a running shop; each becomes a fact at its instant. */
export type ShopInput =
  /** So many orders at once. */
  | { readonly type: 'place-orders'; readonly count: number }
  /**
   * Requests of a load, as `ab -n … -c …` sends them: 1 to 10 000 in all, up to 1 000 of them open at
   * once (S-28).
   */
  | { readonly type: 'load'; readonly requests: number; readonly concurrency: number }
  /** Sets one field of one node; the value's range is the field's. */
  | {
      readonly type: 'configure'
      readonly node: string
      readonly field: string
      readonly value: number | string | boolean | null
    }
  | { readonly type: 'signal'; readonly process: string; readonly signal: Signal }
  /** Starts a process that has exited. */
  | { readonly type: 'start'; readonly process: string }
  /** Cuts the process off the broker: its connection is lost, and it connects again a second later. */
  | { readonly type: 'disconnect'; readonly process: string }
  | { readonly type: 'restart-broker'; readonly how: 'clean' | 'killed' }
  /** The broker runs short of memory, or has enough again. */
  | { readonly type: 'memory-alarm'; readonly isOn: boolean }
  /** The customer changes the address of an order. */
  | { readonly type: 'change-order'; readonly order: number }
  | { readonly type: 'add'; readonly node: ShopNode }
  | { readonly type: 'remove'; readonly node: string }
  | { readonly type: 'bind'; readonly binding: BindingDefinition }
  | { readonly type: 'unbind'; readonly binding: string }
