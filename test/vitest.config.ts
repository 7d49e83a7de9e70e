import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Everything: unit tests from source, then the end-to-end tests through the built binary. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // Much of the time goes by in waiting for processes: a worker for each core, none left free for vitest itself.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: './vitest.config.ts', test: { name: 'unit' } },
      {
        ssr: { resolve: { conditions: ['source'] } },
        test: { name: 'end-to-end', include: ['test/**/*.test.ts'], testTimeout: 400_000, hookTimeout: 400_000 },
      },
    ],
  },
})
