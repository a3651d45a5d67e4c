import { describeError } from './client-process.ts'

/** `console` of client code: each call is a line of the process's output. */
export interface ClientConsole {
  log(...values: unknown[]): void
  info(...values: unknown[]): void
  debug(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
  trace(...values: unknown[]): void
  dir(value: unknown): void
  assert(condition: unknown, ...values: unknown[]): void
}

/** Makes a console that prints through `print`; `format` is that of Node's console. */
export function createClientConsole(
  format: (...values: unknown[]) => string,
  print: (stream: 'stdout' | 'stderr', text: string) => void,
): ClientConsole {
  function say(stream: 'stdout' | 'stderr', values: readonly unknown[]): void {
    // An error prints its stack in Node; what stands in a stack differs from engine to engine.
    const shown = values.map((value) => (value instanceof Error ? describeError(value) : value))
    print(stream, format(...shown))
  }
  const out = (...values: unknown[]) => {
    say('stdout', values)
  }
  const err = (...values: unknown[]) => {
    say('stderr', values)
  }
  return {
    log: out,
    info: out,
    debug: out,
    warn: err,
    error: err,
    trace: err,
    dir: out,
    assert(condition, ...values) {
      if (!condition) say('stderr', ['Assertion failed', ...values])
    },
  }
}
