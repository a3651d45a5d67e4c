import { spawn } from 'node:child_process'
import { readSums, type LedgerSums } from './ledger-sums.ts'

/** How a project ran: its ledger, or null, and what it said meanwhile. */
export interface ProjectRun {
  readonly sums: LedgerSums | null
  readonly said: string
}

/** Longer than any exercise with all that is around it. */
const PATIENCE_MS = 120_000

/** Runs a project as `npm start` does, against the broker at that address. */
export function runProject(folder: string, url: string): Promise<ProjectRun> {
  const child = spawn(process.execPath, ['shop/run.js', '--json'], {
    cwd: folder,
    env: { ...process.env, AMQP_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  let printed = ''
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      resolve({ sums: readSums(printed), said })
    })
  })
}
