import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { clientLibraries } from './scripts/vite/client-libraries.ts'
import { editorTypes } from './scripts/vite/editor-types.ts'
import { learnerFrame } from './scripts/vite/learner-frame.ts'
import { lessonText } from './scripts/vite/lesson-text.ts'
import { offlineWorker } from './scripts/vite/offline-worker.ts'
import { projectTemplate } from './scripts/vite/project-template.ts'
import { staticRoutes } from './scripts/vite/static-routes.ts'

export default defineConfig({
  // Relative addresses: the built app works under any path of any host.
  base: './',
  plugins: [
    react(),
    lessonText(),
    clientLibraries(),
    learnerFrame(),
    editorTypes(),
    projectTemplate(),
    staticRoutes(),
    offlineWorker(),
  ],
  worker: { format: 'es', plugins: () => [clientLibraries()] },
  build: {
    target: 'es2022',
    manifest: true,
    // Every browser that runs the rest preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The second is an entry that no page names: what runs learners' code loads it when it is needed.
      input: ['index.html', 'src/app/run-clients.ts'],
      preserveEntrySignatures: 'allow-extension',
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          // Only fields, files and links need the schemas: they must not ride along with the first load.
          groups: [
            {
              name: 'schemas',
              test: /valibot|fflate|scenarios\/(check-|.+-schema|share-link|save-file|base64-url|palette|connect\.|catalogue|problem)/,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
