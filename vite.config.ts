import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { lessonText } from './scripts/vite/lesson-text.ts'
import { offlineWorker } from './scripts/vite/offline-worker.ts'
import { staticRoutes } from './scripts/vite/static-routes.ts'

export default defineConfig({
  // Relative addresses: the built app works under any path of any host.
  base: './',
  plugins: [react(), lessonText(), staticRoutes(), offlineWorker()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          // Only fields, files and links need the schemas: they must not ride along with the first load.
          groups: [
            {
              name: 'schemas',
              test: /valibot|fflate|scenarios\/(check-|.+-schema|share-link|save-file|base64-url|palette|connect|catalogue|problem)/,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
