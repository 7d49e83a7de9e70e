import { afterEach, expect, test, vi } from 'vitest'
import { loadNodes, openWorkspace } from '@tessera/workspace.files'
import { preview } from './preview.ts'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'

// Real contracts in a child process, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

function contract(body: string): string {
  return `import { schemas } from '@tessera/contract.define'
import { z } from 'zod'

export const money = schemas({ id: 'acme.x/money', schemas: { Money: z.object({ ${body} }) } })
`
}

function money(): Rig {
  return createRig(
    { 'acme.x/money/contract': 'money/contract', 'acme.x/money/types': 'money/types' },
    { 'components/money/contract/contract.ts': contract('cents: z.int()'), 'components/money/types/index.ts': '' },
    { packages: ['zod', '@tessera/contract.define'] },
  )
}

test('answers what generate would write, and writes nothing', async () => {
  rig = money()
  await rig.generate()
  rig.write({ 'components/money/contract/contract.ts': contract('cents: z.int(), note: z.string().optional()') })
  const before = ['contract/contract.json', 'types/index.ts', 'types/derived.json'].map((path) =>
    rig.read(`components/money/${path}`),
  )
  const workspace = await openWorkspace(rig.root)
  const seen = await preview(workspace, { nodes: await loadNodes(workspace) })
  expect(seen.diagnostics).toEqual([])
  const paths = seen.nodes.map(({ key, files }) => [key, Object.keys(files).toSorted()])
  expect(Object.fromEntries(paths)).toEqual({
    'acme.x/money/contract': ['contract.json'],
    'acme.x/money/types': ['derived.json', 'index.ts'],
  })
  expect(
    ['contract/contract.json', 'types/index.ts', 'types/derived.json'].map((path) =>
      rig.read(`components/money/${path}`),
    ),
  ).toEqual(before)
  const written = await rig.generate()
  expect(written.written.map(({ key }) => key).toSorted()).toEqual(seen.nodes.map(({ key }) => key).toSorted())
  for (const { key, files } of seen.nodes) {
    for (const [path, text] of Object.entries(files)) {
      expect(rig.read(`components/${key.replace('acme.x/', '')}/${path}`)).toBe(text)
    }
  }
})

test('a contract that cannot be evaluated is a finding', async () => {
  rig = money()
  rig.write({ 'components/money/contract/contract.ts': 'throw new Error("no")' })
  const { nodes, diagnostics } = await preview(await openWorkspace(rig.root))
  expect(nodes).toEqual([])
  expect(diagnostics.map(({ severity, node }) => [severity, node])).toEqual([['error', 'acme.x/money/contract']])
})
