import { defineConfig } from 'vitest/config'

/** Against a real registry, which `npm run test:publish` installs first. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  ssr: { resolve: { conditions: ['source'] } },
  test: { include: ['test/publish/*.publish.ts'], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false },
})
