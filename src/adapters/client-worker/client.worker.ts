import type { ClientRun } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'
import { makeFunction } from './make-function.ts'
import type { FromClients, ToClients } from './messages.ts'
import { runSource } from './run-source.ts'
import { createWorkerRealm } from './worker-realm.ts'

let run: ClientRun | null = null
let sentFacts = 0
let sentWords = 0

self.onmessage = ({ data }: MessageEvent<ToClients>) => {
  void obey(data).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error)
    send({ type: 'failed', detail })
  })
}

async function obey(message: ToClients): Promise<void> {
  if (message.type === 'open') {
    run = runSource(message.source, createWorkerRealm(makeFunction), createLibraries)
    return
  }
  if (run === null) return
  await run.runUntil(message.at)
  const { trace, now, isIdle, stoppedBy } = run
  const slice = trace.slice(sentFacts, sentWords)
  sentFacts = trace.length
  sentWords = trace.wordCount
  send({ type: 'report', report: { slice, now, isIdle, stoppedBy } })
}

function send(message: FromClients): void {
  self.postMessage(message)
}
