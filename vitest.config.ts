import { defineConfig } from 'vitest/config'

/** Components, consumers and the tool's own packages, from their sources: no build is needed. */
export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{scopes,components,consumers}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Machines are busy: what a test waits for comes, or the test fails, but not by a clock that is too tight.
    testTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
