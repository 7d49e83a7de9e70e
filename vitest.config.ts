import { defineConfig } from 'vitest/config'

/** Components, consumers and the tool's own packages, from their sources: no build is needed. */
export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{scopes,components,consumers}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
})
