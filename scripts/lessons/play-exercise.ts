import { createNodeRealm } from '#adapters'
import type { PlayExercise } from '#lessons'
import { compileFiles, createExerciseRun } from '#sandbox'
import { respondAsShop } from '../../src/adapters/shop-api/shop-responder.ts'
import { loadClientLibraries } from '../vite/client-libraries.ts'

/** Plays exercises on Node, as the frame does in a browser. */
export async function createExercisePlayer(): Promise<PlayExercise> {
  const createLibraries = await loadClientLibraries()
  return async ({ definition, seed, code }) => {
    const compiled = compileFiles(code.files)
    if (!compiled.ok) return null
    const run = createExerciseRun({
      realm: createNodeRealm(),
      createLibraries,
      epochMs: Date.UTC(2026, 0, 1),
      definition,
      seed,
      inputs: code.script,
      files: compiled.files,
      players: code.players,
      respond: respondAsShop,
    })
    await run.runToEnd(code.until)
    run.close()
    return { trace: run.trace }
  }
}
