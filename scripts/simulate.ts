import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { formatFact, type FactId, type Trace } from '#engine'
import {
  checkInput,
  findScenario,
  formatLedger,
  scenarioNames,
  simulate,
  type ShopDefinition,
} from '#scenarios'

const USAGE = `npm run simulate -- --scenario NAME --seed N [--until SECONDS] [--trace FILE] [--set NODE.FIELD=VALUE]...
npm run simulate -- --list`

/** Seconds a run lasts when nobody says: an hour of the shop. */
const UNTIL_DEFAULT = 3_600

/** Written in pieces: a long trace does not fit one string. */
const FACTS_PER_WRITE = 10_000

function main(): void {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      seed: { type: 'string' },
      until: { type: 'string' },
      trace: { type: 'string' },
      set: { type: 'string', multiple: true },
      list: { type: 'boolean' },
    },
  })
  if (values.list === true) {
    process.stdout.write(`${scenarioNames.join('\n')}\n`)
    return
  }
  const name = values.scenario
  if (name === undefined) throw new Error(`no scenario is named. Usage:\n${USAGE}`)
  const seed = readNumber('--seed', values.seed ?? '1')
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`--seed ${values.seed} is not a whole number from 0 to 2^53 - 1. Give one.`)
  }
  const untilSeconds = readNumber('--until', values.until ?? String(UNTIL_DEFAULT))
  if (untilSeconds > 1e9) throw new Error('--until is more than 1e9 seconds. Give a shorter time.')
  const definition = (values.set ?? []).reduce(withSetting, readScenario(name))
  const result = simulate({ definition, seed, untilSeconds })
  const stopped = result.stoppedBy === null ? '' : `\nstopped by      ${result.stoppedBy} (a limit)`
  process.stdout.write(
    `scenario        ${name}\nseed            ${seed}\nuntil s         ${untilSeconds}\n` +
      `facts           ${result.trace.length}${stopped}\n${formatLedger(result.ledger)}\n`,
  )
  if (values.trace !== undefined) writeTrace(values.trace, result.trace)
}

function readScenario(name: string): ShopDefinition {
  const definition = findScenario(name)
  if (definition !== null) return definition
  throw new Error(`no scenario is called ${name}. Choose one of: ${scenarioNames.join(', ')}.`)
}

function readNumber(option: string, text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw new Error(`${option} ${text} is not a number from 0 on. Give one.`)
}

function withSetting(definition: ShopDefinition, text: string): ShopDefinition {
  const match = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(text)
  if (match === null) throw new Error(`--set ${text} is not NODE.FIELD=VALUE. Write it like that.`)
  const [, node = '', field = '', written = ''] = match
  const value = readValue(written)
  const checked = checkInput(definition, { type: 'configure', node, field, value })
  if (!checked.ok) {
    throw new Error(
      `--set ${text} cannot be: ${checked.problems.map((one) => one.key).join(', ')}.`,
    )
  }
  const nodes = definition.nodes.map((one) => (one.id === node ? { ...one, [field]: value } : one))
  return { ...definition, nodes }
}

function readValue(written: string): number | string | boolean | null {
  if (written === 'null') return null
  if (written === 'true' || written === 'false') return written === 'true'
  const number = Number(written)
  return written.trim() !== '' && Number.isFinite(number) ? number : written
}

function writeTrace(path: string, trace: Trace): void {
  const file = openSync(path, 'w')
  let lines: string[] = []
  for (let id = 0; id < trace.length; id++) {
    lines.push(`${formatFact(trace.fact(id as FactId))}\n`)
    if (lines.length === FACTS_PER_WRITE) {
      writeSync(file, lines.join(''))
      lines = []
    }
  }
  writeSync(file, lines.join(''))
  closeSync(file)
}

try {
  main()
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`Failed to simulate: ${reason}\n`)
  process.exitCode = 1
}
