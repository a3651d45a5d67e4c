import { mkdirSync, writeFileSync } from 'node:fs'
import { goldenTraces } from '../src/scenarios/tests/golden-text.ts'

const folder = new URL('../src/scenarios/golden/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const [file, text] of goldenTraces()) writeFileSync(new URL(file, folder), text)
console.log('golden traces written; read the diff before you commit it')
