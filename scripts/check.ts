import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureChromium } from './ensure-chromium.ts'

/** Something that must hold, and how it is found out. */
interface Gate {
  readonly name: string
  readonly command: readonly string[]
  /** How many single checks passed and failed; without it the gate counts as one. */
  count?(): Count
}

interface Count {
  readonly passed: number
  readonly failed: number
}

const UNIT = 'test-results/unit.json'
const LESSONS = 'test-results/lessons.json'
const BROWSER = 'test-results/browser.json'

const STATIC: readonly Gate[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the pure rooms', command: ['tsc', '-p', 'src/tsconfig.pure.json', '--noEmit'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'rooms',
    command: ['depcruise', 'src', 'scripts', 'e2e', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'dead code', command: ['knip'] },
]

const TESTS: readonly Gate[] = [
  {
    name: 'unit and property tests',
    command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT}`],
    count() {
      const report = readJson(UNIT) as { numPassedTests: number; numFailedTests: number }
      return { passed: report.numPassedTests, failed: report.numFailedTests }
    },
  },
  {
    name: 'lessons',
    command: ['tsx', 'scripts/lessons-check.ts', '--report', LESSONS],
    count: () => readJson(LESSONS) as Count,
  },
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
  { name: 'first load', command: ['tsx', 'scripts/first-load.ts'] },
  {
    name: 'browser tests',
    command: ['playwright', 'test'],
    count() {
      const { stats } = readJson(BROWSER) as { stats: { expected: number; unexpected: number } }
      return { passed: stats.expected, failed: stats.unexpected }
    },
  },
]

const gates = process.argv.includes('--tests') ? TESTS : [...STATIC, ...TESTS]
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results')
let passed = 0
let failed = 0
try {
  console.log(`browser tests use ${ensureChromium()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  failed++
}
const summary = gates.map((gate) => {
  console.log(`\n── ${gate.name}`)
  const start = Date.now()
  const { status } = spawnSync('npx', gate.command, { stdio: 'inherit' })
  const count = counted(gate, status === 0)
  passed += count.passed
  failed += count.failed
  const seconds = ((Date.now() - start) / 1_000).toFixed(1)
  return `${count.failed === 0 ? '✓' : '✗'} ${gate.name.padEnd(26)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(3)} failed ${seconds.padStart(7)} s`
})
console.log(`\n${summary.join('\n')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** A gate that failed without a count, or that counts no failure, is one failure. */
function counted(gate: Gate, isGood: boolean): Count {
  const one = { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 }
  if (gate.count === undefined) return one
  try {
    const count = gate.count()
    if (isGood && count.passed === 0) return { passed: 0, failed: 1 }
    return { passed: count.passed, failed: isGood ? count.failed : Math.max(1, count.failed) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
