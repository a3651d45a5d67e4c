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
  build: { target: 'es2022', manifest: true },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
