import type { CompileError } from '#sandbox'
import type { EndReason } from './messages.ts'

/** The run was ended from outside; `reason` says why as data, the message as a sentence. */
export class RunEndedError extends Error {
  override readonly name = 'RunEndedError'
  readonly reason: EndReason

  constructor(reason: EndReason, detail: string) {
    super(reason === 'failed' ? detail : SENTENCES[reason])
    this.reason = reason
  }
}

/** The code does not compile: nothing of it ran. There is at least one error. */
export class CodeRefusedError extends Error {
  override readonly name = 'CodeRefusedError'
  readonly errors: readonly CompileError[]

  constructor(errors: readonly CompileError[]) {
    super(errors.map(({ file, line, message }) => `${file}:${line ?? ''} ${message}`).join('\n'))
    this.errors = errors
  }
}

const SENTENCES: Readonly<Record<Exclude<EndReason, 'failed'>, string>> = {
  'no-answer':
    'The run was ended: the code computed for most of a second without a pause. Look for a loop.',
  'wall-time': 'The run was ended: it took too long in all. Look for work that never stops.',
  messages: 'The run was ended: it sent too many messages to the page.',
  'message-size': 'The run was ended: more happened at once than the page takes. Run fewer things.',
  lines: 'The run was ended: it printed too much. Print less, or outside of the loop.',
  facts: 'The run was ended: more happened than a run may hold. Look for work that never stops.',
  forged: 'The run was ended: it sent something that is no report.',
}
