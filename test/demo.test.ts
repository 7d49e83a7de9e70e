import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('the demo shows the main job to its end, with what was rebuilt and what was not', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs'], { cwd: root, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  const table = stdout.slice(stdout.lastIndexOf('rebuilt  '))
  expect(
    table
      .replaceAll(/ +\d+\.\d s$/gm, '')
      .split('\n')
      .map((row) => row.trim()),
  ).toMatchInlineSnapshot(`
    [
      "rebuilt    cut off  untouched     failed     time",
      "four scopes, a workspace, everything built and tested                       26          0          0          0",
      "first versions, exported",
      "an order placed: storefront -> orders, over HTTP",
      "an optional field in the contract                                            9          1         16          0",
      "a comment in the contract                                                    1          5         20          0",
      "a field renamed: who breaks, and where                                       6          1         16          3",
      "the client imported into another workspace, tested there with mocks          1          0          0          0",
      "",
    ]
  `)
})
