import { expect, it } from 'vitest'
import { runExercise, WEB } from '../tests/exercise-runs.ts'
import { compileFiles, EXERCISE_MODULES } from './compile.ts'

it('[X-15] every file keeps its lines, and what only types need is gone', () => {
  const compiled = compileFiles({
    'a.ts': `import type { Channel } from 'amqplib'\nimport { b } from './b'\n\nexport const a: number = b\n`,
    'b.ts': 'export const b = 1\n',
  })
  expect(compiled.ok && compiled.files['a.ts']?.split('\n')[3]).toContain('const a = ')
  expect(compiled.ok && compiled.files['a.ts']).not.toContain('amqplib')
})

it('[X-15] code that does not compile is told with file and line', () => {
  expect(compileFiles({ 'a.ts': 'const a = 1\nconst b = ;\n', 'c.ts': 'let c; let c' })).toEqual({
    ok: false,
    errors: [
      { file: 'a.ts', line: 2, message: 'Unexpected token' },
      { file: 'c.ts', line: 1, message: `Identifier 'c' has already been declared` },
    ],
  })
})

it('[X-15] a file that is too long is not read', () => {
  const compiled = compileFiles({ 'a.ts': ' '.repeat(10_000_000) })
  expect(!compiled.ok && compiled.errors[0]?.message).toContain('10000000 characters')
})

it.each([
  ['a function it is put into', `})();\nglobalThis.x = 1;\n(async () => {`],
  ['a file of another kind', '#!/usr/bin/env node'],
  ['a module that knows its address', 'console.log(import.meta.url)'],
  ['the value of the whole file', 'return 1'],
])('[X-15] a text that ends %s is refused', (_name, text) => {
  const compiled = compileFiles({ 'a.ts': text })
  expect(!compiled.ok && compiled.errors).toMatchObject([{ file: 'a.ts', line: 1 }])
})

it('[X-15] what is nested too deeply for the compiler is refused in a sentence', () => {
  const compiled = compileFiles({ 'a.ts': `const a = ${'['.repeat(60_000)}${']'.repeat(60_000)}` })
  expect(!compiled.ok && compiled.errors).toEqual([
    {
      file: 'a.ts',
      line: null,
      message: 'The file is nested too deeply to be read. Split what is nested into parts.',
    },
  ])
})

it('[X-16] a file that others import cannot wait at its top level', () => {
  const files = {
    'a.ts': `import { b } from './b'\nawait b`,
    'b.ts': `\nexport const b = await (1)`,
  }
  const message =
    'A file that others import cannot wait at its top level. Put the await into a function.'
  expect(compileFiles(files)).toEqual({
    ok: false,
    errors: [{ file: 'b.ts', line: 2, message }],
  })
})

it.each([
  [
    `import { x } from './mail'`,
    `Failed to import './mail'. There is no such file; the files are ./a.`,
  ],
  [
    `import fs from 'node:fs'`,
    `Failed to import 'node:fs'. The sandbox has no such module; it has ${EXERCISE_MODULES.join(', ')}.`,
  ],
])('[X-16] an import of what is not there says what there is (%s)', (text, message) => {
  expect(
    compileFiles({ 'a.ts': `\n${text}\nconsole.log(${text.includes('fs') ? 'fs' : 'x'})` }),
  ).toEqual({
    ok: false,
    errors: [{ file: 'a.ts', line: 2, message }],
  })
})

it('[X-16] everything the sandbox says it has is there', async () => {
  const asked = EXERCISE_MODULES.map((name) => `require('${name}')`).join('\n')
  const { of, printed } = await runExercise({
    files: {
      'web.ts': `${asked}\ntry { require('fs') } catch (e) { console.log(e.message) }\n${WEB}`,
    },
  })
  expect(of('sandbox.exception-thrown')).toEqual([])
  const names = EXERCISE_MODULES.filter((name) => name !== 'shop').join(', ')
  expect(printed).toEqual([
    `Failed to import 'fs': the sandbox has no such module. It has ${names}.`,
  ])
})
