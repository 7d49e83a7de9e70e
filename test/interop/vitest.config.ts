import { defineConfig } from 'vitest/config'

/** Against the real `bit`, which `npm run test:interop` installs first. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  ssr: { resolve: { conditions: ['source'] } },
  test: { include: ['test/interop/*.interop.ts'], testTimeout: 900_000, fileParallelism: false },
})
