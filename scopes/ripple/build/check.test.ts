import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createRig, findings, statuses } from './rig.ts'
import type { Rig } from './rig.ts'

// Real compilers, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig

afterEach(async () => rig?.dispose())

const ABC = { 'acme.x/a': 'a', 'acme.x/b': 'b', 'acme.x/c': 'c' }

function chain(): Rig {
  return createRig(ABC, {
    'components/a/index.ts': 'export interface A { x: string }\nexport const a = (): A => ({ x: "1" })\n',
    'components/b/index.ts': 'import { a } from "@acme/x.a"\nexport const b = () => a().x\n',
    'components/c/index.ts': 'import { b } from "@acme/x.b"\nexport const c: string = b()\n',
  })
}

test('builds everything once, then nothing', async () => {
  rig = chain()
  const first = await rig.build()
  expect(findings(first.diagnostics)).toEqual([])
  expect(statuses(first)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c built'])
  expect(rig.read('components/b/dist/index.js')).toContain('export const b')
  expect(rig.read('components/c/dist/index.d.ts')).toBe('export declare const c: string;\n')
  const second = await rig.build()
  expect(statuses(second)).toEqual([])
  expect(second.ok).toBe(true)
})

test('finds a break that travels through inferred types', async () => {
  rig = chain()
  await rig.build()
  rig.write({
    'components/a/index.ts': 'export interface A { x: number }\nexport const a = (): A => ({ x: 1 })\n',
  })
  const result = await rig.build()
  expect(result.ok).toBe(false)
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c failed'])
  expect(findings(result.diagnostics)).toEqual([
    "components/c/index.ts:2 TS2322 Type 'number' is not assignable to type 'string'.",
  ])
  expect(result.diagnostics[0]?.node).toBe('acme.x/c')
})

test('finds a break although the text of the declarations between is equal', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts': 'export interface A { x: string }\n',
    'components/b/index.ts': 'import type { A } from "@acme/x.a"\nexport const b = (): A => null as unknown as A\n',
    'components/c/index.ts': 'import { b } from "@acme/x.b"\nexport const c: string = b().x\n',
  })
  await rig.build()
  const before = rig.read('components/b/dist/index.d.ts')
  rig.write({ 'components/a/index.ts': 'export interface A { x: number }\n' })
  const result = await rig.build()
  expect(rig.read('components/b/dist/index.d.ts')).toBe(before)
  expect(findings(result.diagnostics)).toEqual([
    "components/c/index.ts:2 TS2322 Type 'number' is not assignable to type 'string'.",
  ])
})

test('a comment in the base rebuilds one component', async () => {
  rig = chain()
  await rig.build()
  rig.write({ 'components/a/index.ts': `/** Documented. */\n${rig.read('components/a/index.ts')}` })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b unchanged'])
  expect(result.nodes.map((node) => node.reason)).toEqual([
    'own sources',
    'the declarations of acme.x/a are equal',
    undefined,
  ])
})

test('a ripple stops where declarations are equal again', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts': 'export const a = { x: "1" }\n',
    'components/b/index.ts': 'import { a } from "@acme/x.a"\nexport const b: string = a.x\n',
    'components/c/index.ts': 'import { b } from "@acme/x.b"\nexport const c = b\n',
  })
  await rig.build()
  rig.write({ 'components/a/index.ts': 'export const a = { x: "1", y: 2 }\n' })
  expect(statuses(await rig.build())).toEqual(['acme.x/a built', 'acme.x/b unchanged'])
})

test('going back to what was is a cache hit', async () => {
  rig = chain()
  await rig.build()
  const was = rig.read('components/a/index.ts')
  rig.write({ 'components/a/index.ts': `${was}export const more = 1\n` })
  await rig.build()
  rig.write({ 'components/a/index.ts': was })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a cached', 'acme.x/b cached', 'acme.x/c unchanged'])
  expect(rig.read('components/a/dist/index.d.ts')).not.toContain('more')
})

test('a damaged cache entry counts as none', async () => {
  rig = chain()
  await rig.build()
  const was = rig.read('components/a/index.ts')
  rig.write({ 'components/a/index.ts': `${was}export const more = 1\n` })
  await rig.build()
  for (const file of readdirSync(join(rig.root, '.tessera/cache/check'), { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const path = join(file.parentPath, file.name)
    const bytes = readFileSync(path)
    bytes[bytes.length - 3] = (bytes.at(-3) as number) ^ 1
    writeFileSync(path, bytes)
  }
  rig.write({ 'components/a/index.ts': was })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b unchanged'])
  expect(result.ok).toBe(true)
})

test('a failed node blocks what stands on it, and they name it', async () => {
  rig = chain()
  rig.write({ 'components/a/index.ts': 'export const a = (): { x: string } => ({ x: 1 })\n' })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a failed', 'acme.x/b blocked', 'acme.x/c blocked'])
  expect(result.nodes.map((node) => node.by)).toEqual([undefined, 'acme.x/a', 'acme.x/a'])
  expect(result.diagnostics.map((item) => item.node)).toEqual(['acme.x/a'])
  rig.write({ 'components/a/index.ts': 'export const a = (): { x: string } => ({ x: "1" })\n' })
  expect((await rig.build()).ok).toBe(true)
})

test('nobody is checked against the declarations that a failed node once had', async () => {
  rig = chain()
  await rig.build()
  rig.write({
    'components/a/index.ts': 'export const renamed: string = 1\n',
    'components/b/index.ts': `${rig.read('components/b/index.ts')}export const more = 1\n`,
  })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a failed', 'acme.x/b blocked', 'acme.x/c blocked'])
})

test('a renamed file leaves no declarations behind', async () => {
  rig = chain()
  rig.write({
    'components/a/index.ts': 'export { inner } from "./old.ts"\n',
    'components/a/old.ts': 'export const inner = "1"\n',
    'components/b/index.ts': 'import { inner } from "@acme/x.a"\nexport const b = () => inner\n',
  })
  expect((await rig.build()).ok).toBe(true)
  rig.write({
    'components/a/index.ts': 'export { other as inner } from "./new.ts"\n',
    'components/a/old.ts': undefined,
    'components/a/new.ts': 'export const other = 1\n',
  })
  const result = await rig.build()
  expect(rig.exists('components/a/dist/old.d.ts')).toBe(false)
  expect(rig.exists('components/a/dist/new.d.ts')).toBe(true)
  expect(findings(result.diagnostics)).toEqual([
    "components/c/index.ts:2 TS2322 Type 'number' is not assignable to type 'string'.",
  ])
})

test('declarations changed by hand are put right, never believed', async () => {
  rig = chain()
  await rig.build()
  const path = 'components/b/dist/index.d.ts'
  const was = rig.read(path)
  rig.write({ [path]: 'export declare const b: () => any;\n' })
  rig.write({ 'components/c/index.ts': 'import { b } from "@acme/x.b"\nexport const c: number = b()\n' })
  const result = await rig.build()
  expect(rig.read(path)).toBe(was)
  expect(statuses(result)).toEqual(['acme.x/b cached', 'acme.x/c failed'])
  expect(result.nodes[1]?.reason).toBe('its dist was changed')
})

test('an output touched without a change is left alone', async () => {
  rig = chain()
  await rig.build()
  utimesSync(join(rig.root, 'components/a/dist/index.js'), 1, 1)
  expect(statuses(await rig.build())).toEqual([])
})

test('what one node adds to the globals does not let another pass', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts': 'export const a = 1\n',
    'components/b/index.ts': 'declare global { interface Array<T> { last(): T } }\nexport const b = [1].last()\n',
    'components/c/index.ts': 'export const c = [1].last()\n',
  })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c failed'])
  expect(findings(result.diagnostics)).toEqual([
    "components/c/index.ts:1 TS2339 Property 'last' does not exist on type 'number[]'.",
  ])
})

test('a cycle is built as one', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts':
      'import type { B } from "@acme/x.b"\nexport interface A { b?: B; x: string }\nexport const a: A = { x: "" }\n',
    'components/b/index.ts': 'import type { A } from "@acme/x.a"\nexport interface B { a: A }\n',
    'components/c/index.ts': 'import type { B } from "@acme/x.b"\nexport const c = (b: B): string => b.a.x\n',
  })
  expect(statuses(await rig.build())).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c built'])
  rig.write({
    'components/a/index.ts':
      'import type { B } from "@acme/x.b"\nexport interface A { b?: B; x: number }\nexport const a: A = { x: 1 }\n',
  })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c failed'])
})

test('a type that a dependent could not find again is an error with its mend', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts': 'export interface A { x: string }\nexport const a = (): A => ({ x: "1" })\n',
    'components/b/index.ts': 'import { a } from "@acme/x.a"\nexport const b = (): ReturnType<typeof a> => a()\n',
    'components/c/index.ts': 'import { b } from "@acme/x.b"\nexport const c = b()\n',
  })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c failed'])
  expect(result.diagnostics.map(({ code, message, hint }) => `${code}: ${message}; ${hint}`)).toEqual([
    'UNDECLARED_TYPE_DEPENDENCY: the declarations of acme.x/c hold a type from @acme/x.a, which acme.x/c does not import itself; import the type from @acme/x.a where it is used, or annotate what is exported with a type of its own',
  ])
})

test('tests are checked, and not emitted', async () => {
  rig = chain()
  rig.write({
    'components/a/a.test.ts': 'import { a } from "./index.ts"\nexport const n: number = a().x\n',
  })
  const result = await rig.build({ only: ['acme.x/a'] })
  expect(findings(result.diagnostics)).toEqual([
    "components/a/a.test.ts:2 TS2322 Type 'string' is not assignable to type 'number'.",
  ])
  rig.write({ 'components/a/a.test.ts': 'import { a } from "./index.ts"\nexport const n: string = a().x\n' })
  const good = await rig.build()
  expect(good.ok).toBe(true)
  expect(readdirSync(join(rig.root, 'components/a/dist'))).toEqual(['index.d.ts', 'index.js'])
})

test('only what is asked for is built, with what it needs', async () => {
  rig = chain()
  expect(statuses(await rig.build({ only: ['acme.x/b'] }))).toEqual(['acme.x/a built', 'acme.x/b built'])
  await expect(rig.build({ only: ['acme.x/bb'] })).rejects.toMatchObject({ code: 'UNKNOWN_NODE' })
})

test('a consumer is checked with its own options', async () => {
  rig = createRig(ABC, {
    'components/a/index.ts': 'export const a = { x: "1" }\n',
    'components/b/index.ts': 'export const b = 1\n',
    'components/c/index.ts': 'export const c = 1\n',
    'consumers/shop/package.json': '{ "name": "shop", "type": "module" }',
    'consumers/shop/tsconfig.json':
      '{ "extends": "../../tsconfig.json", "compilerOptions": { "strict": false, "noImplicitAny": false } }',
    'consumers/shop/src/main.ts':
      'import { a } from "@acme/x.a"\nexport function f(anything) { return anything }\nexport const s: number = a.x\n',
  })
  const result = await rig.build()
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c built', 'shop failed'])
  expect(findings(result.diagnostics)).toEqual([
    "consumers/shop/src/main.ts:3 TS2322 Type 'string' is not assignable to type 'number'.",
  ])
})

test('JavaScript and data need no compiler', async () => {
  rig = createRig(ABC, {
    'components/a/index.js': 'export const a = 1\n',
    'components/a/index.d.ts': 'export declare const a: number\n',
    'components/b/data.json': '{ "b": 1 }\n',
    'components/c/index.ts': 'export const c = 1\n',
  })
  rig.write({ '.bitmap': rig.read('.bitmap').replace('"index.ts"', '"index.js"').replace('"index.ts"', '"data.json"') })
  const result = await rig.build()
  expect(findings(result.diagnostics)).toEqual([])
  expect(statuses(result)).toEqual(['acme.x/a built', 'acme.x/b built', 'acme.x/c built'])
  expect(readdirSync(join(rig.root, 'components/a/dist'))).toEqual(['index.d.ts', 'index.js'])
})

test('a fault of the whole program is said once', async () => {
  rig = chain()
  const config = JSON.parse(rig.read('tsconfig.json')) as { compilerOptions: object }
  rig.write({ 'tsconfig.json': JSON.stringify({ compilerOptions: { ...config.compilerOptions, types: ['missing'] } }) })
  const result = await rig.build()
  expect(result.ok).toBe(false)
  expect(result.diagnostics.map((item) => item.code)).toEqual(['TS2688'])
  expect(rig.events.filter((event) => event.type === 'diagnostic')).toHaveLength(1)
})

test('a build that is stopped rejects with the reason, and the next one goes on', async () => {
  rig = chain()
  await expect(rig.build({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
  expect((await rig.build()).ok).toBe(true)
})
