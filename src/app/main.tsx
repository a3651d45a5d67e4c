import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createFiles,
  createFrameClock,
  createModelHost,
  createModelSwitch,
  createStorage,
  registerWorker,
  spawnModelWorker,
} from '#adapters'
import { FILE_CHARS_MAX } from '#scenarios'
import { assert } from '#std'
import { applyTheme, createShopPlayer, onThemeChange, changeLanguage, Workshop } from '#ui'
import { basePath } from './base-path.ts'
import { createLessonLibrary } from './lesson-library.ts'
import { firstLanguage, firstTheme, keepPreferences, readPreferences } from './preferences.ts'
import { createProgressKeeper } from './progress-store.ts'

async function start(): Promise<void> {
  const storage = createStorage()
  const kept = readPreferences(storage)
  applyTheme(firstTheme(kept))
  onThemeChange((theme) => {
    keepPreferences(storage, { theme })
  })
  await changeLanguage(firstLanguage(kept))
  const models = createModelSwitch(createModelHost(spawnModelWorker))
  const player = createShopPlayer({ model: models.model, clock: createFrameClock() })
  const files = createFiles()
  const ports = {
    player,
    files: {
      save: (name: string, text: string) => {
        files.save(name, 'application/json', text)
      },
      choose: () => files.pick('.json,application/json', FILE_CHARS_MAX),
    },
    library: createLessonLibrary(),
    progress: createProgressKeeper(storage),
    loadExercises: onlyOnce(async () => {
      const { createExercises } = await import('./exercises.ts')
      return createExercises(models, storage)
    }),
    loadSandbox: onlyOnce(async () => {
      const { createSandboxKeeper } = await import('./sandbox-store.ts')
      return createSandboxKeeper(storage)
    }),
    basePath: basePath(),
    keepLanguage(language: 'en' | 'uk') {
      keepPreferences(storage, { language })
    },
  }
  const root = document.getElementById('root')
  assert(root !== null, 'the page has a root')
  createRoot(root).render(
    <StrictMode>
      <Workshop ports={ports} />
    </StrictMode>,
  )
  const folder = `${basePath()}/`
  registerWorker(folder, async () => {
    const { openPlayerApi } = await import('./player-api.ts')
    await openPlayerApi(player, folder)
  })
}

function onlyOnce<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

void start()
