import { afterEach, expect, test, vi } from 'vitest'
import { createRig, findings } from './rig.ts'
import type { Rig } from './rig.ts'

// A real vitest in a real workspace, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

const FILES = {
  'components/a/index.ts': 'export const a = (): number => 1\n',
  'components/b/index.ts': 'import { a } from "@acme/x.a"\nexport const b = (): number => a() + 1\n',
  'components/b/b.test.ts':
    'import { expect, test } from "vitest"\nimport { b } from "./index.ts"\ntest("adds", () => {\n  expect(b()).toBe(2)\n})\n',
  'components/c/index.ts': 'export const c = 1\n',
  'components/c/c.test.ts': 'import { expect, test } from "vitest"\ntest("c", () => expect(1).toBe(1))\n',
}

function workspace(): Rig {
  return createRig({ 'acme.x/a': 'a', 'acme.x/b': 'b', 'acme.x/c': 'c' }, FILES, { packages: ['vitest'] })
}

/** Keys of the nodes whose tests were run since the last call, in build order. */
function ran(): readonly string[] {
  const events = rig.events.splice(0)
  return events.flatMap((event) =>
    event.type === 'node' && event.phase === 'test' && event.status === 'running' ? [event.node] : [],
  )
}

test('tests run when what they execute changed, whatever its declarations say', async () => {
  rig = workspace()
  const first = await rig.build({ test: true })
  expect(findings(first.diagnostics)).toEqual([])
  expect(first.nodes.map((node) => node.tests)).toEqual([undefined, { passed: 1, failed: 0 }, { passed: 1, failed: 0 }])
  expect(ran()).toEqual(['acme.x/c', 'acme.x/b'])

  await rig.build({ test: true })
  expect(ran()).toEqual([])

  rig.write({ 'components/a/index.ts': '// A comment.\nexport const a = (): number => 1\n' })
  await rig.build({ test: true })
  expect(ran()).toEqual([])

  rig.write({ 'components/a/index.ts': 'export const a = (): number => 2\n' })
  const broken = await rig.build({ test: true })
  const checked = rig.events.flatMap((event) =>
    event.type === 'node' && event.phase === 'check' && event.status === 'running' ? [event.node] : [],
  )
  expect(checked).toEqual(['acme.x/a'])
  expect(ran()).toEqual(['acme.x/b'])
  expect(broken.ok).toBe(false)
  expect(broken.nodes.map(({ key, status }) => `${key} ${status}`)).toEqual([
    'acme.x/a built',
    'acme.x/c untouched',
    'acme.x/b failed',
  ])
  expect(findings(broken.diagnostics)).toEqual([
    'components/b/b.test.ts:4 TEST_FAILED adds: AssertionError: expected 3 to be 2 // Object.is equality',
  ])

  // A failure is never taken from the cache.
  await rig.build({ test: true })
  expect(ran()).toEqual(['acme.x/b'])
})

test('what does not pass the check is not run', async () => {
  rig = workspace()
  rig.write({ 'components/a/index.ts': 'export const a = (): number => "1"\n' })
  const result = await rig.build({ test: true })
  expect(ran()).toEqual(['acme.x/c'])
  expect(result.diagnostics.map((item) => item.code)).toEqual(['TS2322'])
})

test('a test file that cannot be loaded is a failure of its node', async () => {
  rig = workspace()
  rig.write({
    'components/c/c.test.ts': 'import { test } from "vitest"\nthrow new Error("at once")\ntest("c", () => {})\n',
  })
  const result = await rig.build({ test: true, only: ['acme.x/c'] })
  expect(findings(result.diagnostics.filter((item) => item.code === 'TEST_FAILED'))).toEqual([
    'components/c/c.test.ts TEST_FAILED at once',
  ])
  expect(result.ok).toBe(false)
})
