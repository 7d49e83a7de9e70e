import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createRig, findings } from './rig.ts'
import type { Rig } from './rig.ts'

// Many runs of a real compiler, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const NAMES = ['a', 'b', 'c', 'd'] as const
type Name = (typeof NAMES)[number]

/** What a component exports: its own type, or what it makes of the one before it, inferred or said. */
const bodies = fc.constantFrom('string', 'number', 'inferred', 'wrapped', 'annotated', 'broken', 'comment')
const edit = fc.record({ name: fc.constantFrom(...NAMES), body: bodies })
type Edit = { name: Name; body: string }

function source(name: Name, body: string): string {
  const before = NAMES[NAMES.indexOf(name) - 1]
  const head = before === undefined ? '' : `import { make as ${before} } from "@acme/x.${before}"\n`
  const base = before === undefined ? '({ x: "1" })' : `${before}()`
  const using = before === undefined ? '' : `export const used = ${before}().x\n`
  switch (body) {
    case 'string':
      return `${head}${using}export const make = () => ({ x: "1" })\n`
    case 'number':
      return `${head}${using}export const make = () => ({ x: 1 })\n`
    case 'wrapped':
      return `${head}${using}export const make = () => ({ ...${base}, y: 1 })\n`
    case 'annotated':
      return `${head}${using}export const make = (): { x: string } => ${base}\n`
    case 'broken':
      return `${head}${using}export const make = (): { x: boolean } => ${base}\n`
    case 'comment':
      return `${head}// A comment.\n${using}export const make = () => ${base}\n`
    default:
      return `${head}${using}export const make = () => ${base}\n`
  }
}

function workspace(): Rig {
  const components = Object.fromEntries(NAMES.map((name) => [`acme.x/${name}`, name]))
  const files = Object.fromEntries(NAMES.map((name) => [`components/${name}/index.ts`, source(name, 'inferred')]))
  return createRig(components, files)
}

async function applied(rig: Rig, edits: readonly Edit[]): Promise<readonly string[]> {
  for (const { name, body } of edits) rig.write({ [`components/${name}/index.ts`]: source(name, body) })
  return state(rig, await rig.build())
}

/** What a build found, and the declarations it left for nodes that passed. */
function state(rig: Rig, result: Awaited<ReturnType<Rig['build']>>): readonly string[] {
  const passed = result.nodes.filter(({ status }) => status !== 'failed' && status !== 'blocked')
  const declarations = passed.map(({ key }) => `${key}: ${rig.read(`components/${key.at(-1)}/dist/index.d.ts`)}`)
  const bad = result.nodes.filter((node) => !passed.includes(node)).map(({ key, by }) => `${key} by ${by ?? 'itself'}`)
  return [...findings(result.diagnostics), ...bad, ...declarations]
}

test('building step by step finds and emits what building from nothing does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(edit, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 3 }),
      async (steps) => {
        const rig = workspace()
        const fresh = workspace()
        try {
          await rig.build()
          let found: readonly string[] = []
          for (const edits of steps) found = await applied(rig, edits)
          expect(found).toEqual(await applied(fresh, steps.flat()))
        } finally {
          await rig.dispose()
          await fresh.dispose()
        }
      },
    ),
    { numRuns: 8 },
  )
})

const here = dirname(fileURLToPath(import.meta.url))
const BUILD = `
const { build } = await import(process.argv[1])
const { openWorkspace } = await import(process.argv[2])
await build(await openWorkspace(process.argv[3]), {}, () => {})
`

/** Builds in a process of its own, killed after a while. */
async function killedBuild(root: string, afterMs: number): Promise<void> {
  const modules = [join(here, 'dist/index.js'), join(here, '../../workspace/files/dist/index.js')]
  const child = spawn(process.execPath, ['--input-type=module', '-e', BUILD, ...modules, root], { stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(timer)
}

test('a build that is killed at any time leaves a workspace that builds', async () => {
  const rig = workspace()
  const fresh = workspace()
  try {
    await rig.build()
    const edits: Edit[] = [{ name: 'a', body: 'wrapped' }]
    for (const afterMs of [120, 180, 250, 350, 500]) {
      edits.push({ name: 'a', body: afterMs % 100 === 0 ? 'wrapped' : 'number' })
      for (const { name, body } of edits) rig.write({ [`components/${name}/index.ts`]: source(name, body) })
      await killedBuild(rig.root, afterMs)
    }
    expect(await applied(rig, [])).toEqual(await applied(fresh, edits))
  } finally {
    await rig.dispose()
    await fresh.dispose()
  }
})

test('a state that was cut off is as good as none', async () => {
  const rig = workspace()
  try {
    await rig.build()
    const path = join(rig.root, '.tessera/state.json')
    writeFileSync(path, readFileSync(path).subarray(0, 200))
    const result = await rig.build()
    expect(result.ok).toBe(true)
    expect(result.nodes.map((node) => node.status)).toEqual(['cached', 'cached', 'cached', 'cached'])
  } finally {
    await rig.dispose()
  }
})
