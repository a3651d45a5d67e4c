/** What the processes that run client code do, as the operating system around them sees it. */
export const sandboxFacts = {
  'sandbox.process-started': { process: 'text', pid: 'number' },
  /**
   * `how`: exited (by itself), crashed (an exception nobody caught) or killed (a signal). `code` is
   * the exit status; 13 means that it was still waiting for a promise that nothing can settle.
   */
  'sandbox.process-ended': {
    process: 'text',
    pid: 'number',
    how: 'text',
    code: 'number',
    error: 'text',
  },
  /**
   * Code threw and did not catch. `file` and `line` say where in the files of an exercise, counted
   * from 1; null when that is not known.
   */
  'sandbox.exception-thrown': {
    process: 'text',
    pid: 'number',
    file: 'text',
    line: 'number',
    message: 'text',
  },
  /** `socket` names the connection on both ends. */
  'sandbox.socket-opened': { process: 'text', pid: 'number', socket: 'text', port: 'number' },
  /** `error` is Node's code (ECONNREFUSED, ENOTFOUND). */
  'sandbox.connect-failed': { process: 'text', pid: 'number', port: 'number', error: 'text' },
  /** `how`: closed (by either end) or reset (the other end is gone without a word). */
  'sandbox.socket-closed': { process: 'text', pid: 'number', socket: 'text', how: 'text' },
  /**
   * A request over HTTP has come to its end at the process. `status` is null when nobody answered, or
   * when the process gave it up.
   */
  'sandbox.fetched': {
    process: 'text',
    pid: 'number',
    method: 'text',
    url: 'text',
    status: 'number',
  },
  /** A line of the process's output; `stream` is stdout or stderr. */
  'sandbox.line-printed': { process: 'text', pid: 'number', stream: 'text', line: 'text' },
} as const

/** The kinds and fields of {@link sandboxFacts}. */
export type SandboxFacts = typeof sandboxFacts
