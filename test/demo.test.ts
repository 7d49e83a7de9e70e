import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('the demo shows the main job to its end, with what was rebuilt and what was not', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs', 'ripple'], {
    cwd: root,
    encoding: 'utf8',
  })
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
      "four scopes, a workspace, everything built and tested                       30          0          0          0",
      "first versions, exported",
      "an order placed: storefront -> orders, over HTTP",
      "an optional field in the contract                                           11          1         18          0",
      "a comment in the contract                                                    1          5         24          0",
      "a field renamed: who breaks, and where                                       6          1         18          5",
      "the client imported into another workspace, tested there with mocks          1          0          0          0",
      "",
    ]
  `)
})

test('the reference system loses nothing while a replica and the broker are killed, and tells one trace', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs', 'system'], {
    ...{ cwd: root, encoding: 'utf8' },
  })
  expect(status, stderr + stdout).toBe(0)
  expect(stdout).toContain('the broker was killed (SIGKILL)')
  expect(stdout).toMatch(/^delivered +360 +360$/m)
  expect(stdout).toContain('✔ nothing was lost')
  const trace = stdout.slice(stdout.indexOf('\ntrace '))
  for (const service of ['storefront', 'orders', 'payments-', 'dispatch', 'courier', 'notifications']) {
    expect(trace).toContain(`ms  ${service}`)
  }
})
