import type { SourceFiles } from '#sandbox'
import type { CodeLibrary } from '#ui'

type Texts = Readonly<Record<string, () => Promise<string>>>

const START: Texts = import.meta.glob<string>('../../lessons/*/code/*/start/*.ts', {
  query: '?raw',
  import: 'default',
})
const SOLUTION: Texts = import.meta.glob<string>('../../lessons/*/code/*/solution/*.ts', {
  query: '?raw',
  import: 'default',
})

/** The code of exercises that is built into the app; each text is loaded when it is wanted. */
export function createCodeLibrary(): CodeLibrary {
  return {
    start: (lesson, step) => textsIn(START, `../../lessons/${lesson}/code/${step}/start/`),
    solution: (lesson, step) => textsIn(SOLUTION, `../../lessons/${lesson}/code/${step}/solution/`),
  }
}

async function textsIn(texts: Texts, folder: string): Promise<SourceFiles> {
  const wanted = Object.entries(texts).filter(([path]) => path.startsWith(folder))
  const loaded = await Promise.all(
    wanted.map(async ([path, load]) => [path.slice(folder.length), await load()] as const),
  )
  return Object.fromEntries(loaded)
}
