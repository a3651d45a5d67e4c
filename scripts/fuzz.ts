import fc from 'fast-check'
import { killSchedules } from '../src/scenarios/tests/kill-schedules.ts'

/** Swarm runs beyond what the check does: RUNS=… SEED=… npm run fuzz */
const runs = Number(process.env['RUNS'] ?? 10_000)
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

console.log(`fuzz: ${runs} random kill schedules, SEED=${seed}`)
fc.assert(killSchedules(), { numRuns: runs, seed, verbose: true })
console.log('fuzz: every message and every order was in exactly one state')
