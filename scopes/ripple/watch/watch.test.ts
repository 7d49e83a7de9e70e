import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import type { Event } from '@tessera/core.model'
import { openWorkspace } from '@tessera/workspace.files'
import { watch } from './index.ts'
import type { WatchOptions } from './index.ts'

// Real compilers, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let stop: () => Promise<void>

afterEach(async () => stop())

const modules = join(dirname(fileURLToPath(import.meta.url)), '../../../node_modules')

interface Session {
  write(files: Readonly<Record<string, string>>): void
  remove(path: string): void
  /** The next event that `matches`, from those not looked at yet. */
  until(matches: (event: Event) => boolean): Promise<readonly Event[]>
}

/** A workspace of `a <- b`, being watched. */
async function start(options: WatchOptions): Promise<Session> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-watch-')))
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
  }
  const entry = (name: string) => ({
    name,
    scope: '',
    version: '',
    defaultScope: 'acme.x',
    mainFile: 'index.ts',
    rootDir: `components/${name}`,
  })
  write({
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "defaultScope": "acme.x" } }',
    'package.json': '{ "type": "module", "private": true }',
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2023", "strict": true, "types": [] } }',
    '.bitmap': JSON.stringify({ a: entry('a'), b: entry('b'), '$schema-version': '17.0.0' }),
    'components/a/index.ts': 'export const a = "1"\n',
    'components/b/index.ts': 'import { a } from "@acme/x.a"\nexport const b: string = a\n',
    'components/b/b.test.ts':
      'import { expect, test } from "vitest"\nimport { b } from "./index.js"\ntest("b", () => expect(b).toBe("1"))\n',
  })
  for (const name of ['a', 'b']) link(join(root, 'components', name), join(root, 'node_modules/@acme', `x.${name}`))
  link(join(modules, 'vitest'), join(root, 'node_modules/vitest'))
  const events: Event[] = []
  let notify = (): void => {}
  const abort = new AbortController()
  const ended = watch(await openWorkspace(root), { ...options, signal: abort.signal }, (event) => {
    events.push(event)
    notify()
  })
  stop = async () => {
    abort.abort()
    await ended
    rmSync(root, { recursive: true, force: true })
  }
  const until: Session['until'] = async (matches) => {
    for (let at = 0; ; at++) {
      while (at >= events.length) await new Promise<void>((resolve) => (notify = resolve))
      if (matches(events[at] as Event)) return events.splice(0, at + 1)
    }
  }
  const remove = (path: string): void => rmSync(join(root, path), { recursive: true })
  return { write, remove, until }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}

const waveEnd = (event: Event): boolean => event.type === 'wave-end'

function outcomes(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'node' && event.status !== 'running' && event.status !== 'queued'
      ? [`${event.node} ${event.phase} ${event.status}`]
      : [],
  )
}

test('follows changes: what they break, and what mends it', async () => {
  const session = await start({ test: false })
  expect(outcomes(await session.until(waveEnd))).toEqual(['acme.x/a check built', 'acme.x/b check built'])
  session.write({ 'components/a/index.ts': 'export const a = 1\n' })
  const broken = await session.until(waveEnd)
  expect(outcomes(broken)).toEqual(['acme.x/a check built', 'acme.x/b check failed'])
  expect(broken[0]).toMatchObject({ type: 'wave-start', changed: ['acme.x/a'], nodes: ['acme.x/a', 'acme.x/b'] })
  session.write({ 'components/a/index.ts': 'export const a = "2"\n' })
  expect(outcomes(await session.until(waveEnd))).toEqual(['acme.x/a check built', 'acme.x/b check unchanged'])
})

test('tests follow in a wave of their own', async () => {
  const session = await start({})
  await session.until(waveEnd)
  expect(outcomes(await session.until(waveEnd))).toEqual(['acme.x/b test built'])
  session.write({ 'components/a/index.ts': 'export const a: string = "2"\n' })
  await session.until(waveEnd)
  const tested = await session.until(waveEnd)
  expect(outcomes(tested)).toEqual(['acme.x/b test failed'])
  expect(tested.find((event) => event.type === 'diagnostic')).toMatchObject({
    diagnostic: { code: 'TEST_FAILED', location: { file: 'components/b/b.test.ts', line: 3 } },
  })
})

test('a broken workspace is a finding, and mending it goes on', async () => {
  const session = await start({ test: false })
  await session.until(waveEnd)
  session.write({ 'workspace.jsonc': '{ "teambit.workspace/workspace": ' })
  const told = await session.until(waveEnd)
  expect(told).toMatchObject([
    { type: 'wave-start', changed: [] },
    { type: 'diagnostic', diagnostic: { severity: 'error', code: 'INVALID_WORKSPACE_CONFIG' } },
    { type: 'wave-end', ok: false },
  ])
  session.write({
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "defaultScope": "acme.x" } }',
    'components/b/index.ts': 'export const b = ""\n',
  })
  const events = await session.until(waveEnd)
  expect(outcomes(events).at(-1)).toBe('acme.x/b check built')
})

test('what nobody thought of is a finding too, and the watch goes on', async () => {
  const session = await start({ test: false })
  await session.until(waveEnd)
  session.remove('components/b/dist')
  session.write({ 'components/b/dist': 'no folder', 'components/b/index.ts': 'export const b = 1\n' })
  const told = await session.until(waveEnd)
  expect(told.at(-2)).toMatchObject({ type: 'diagnostic', diagnostic: { severity: 'error', code: 'INTERNAL' } })
  expect(told.at(-1)).toMatchObject({ type: 'wave-end', ok: false })
  session.remove('components/b/dist')
  session.write({ 'components/b/index.ts': 'export const b = 2\n' })
  expect(outcomes(await session.until(waveEnd))).toEqual(['acme.x/b check built'])
})
