import { defineConfig } from 'vitest/config'

/** Everything: unit tests from source, then the end-to-end tests through the built binary. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      { extends: './vitest.config.ts', test: { name: 'unit' } },
      {
        ssr: { resolve: { conditions: ['source'] } },
        test: { name: 'end-to-end', include: ['test/**/*.test.ts'], testTimeout: 400_000, hookTimeout: 400_000 },
      },
    ],
  },
})
