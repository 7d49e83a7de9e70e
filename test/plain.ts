import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRig, type Output, type Rig } from './rig.ts'

const A = `export interface A {
  readonly name: string
}
export const a = (): A => ({ name: 'a' })
`
const B = `import { a } from '@acme/base.a'
export const b = () => ({ ...a(), deep: true })
`
const C = `import { b } from '@acme/base.b'
export const c = (): string => b().name
`
const C_TEST = `import { expect, test } from 'vitest'
import { c } from './index.ts'
test('c says who it is', () => expect(c()).toBe('a'))
`

export const sources = { A, B, C, C_TEST }

/**
 * `ws` with the plain components a <- b <- c, the last of another scope, and bare scopes for both as its remotes: new, or
 * tagged as 0.0.1 with the message "first", or exported too. Made once a process and copied.
 */
export async function plainWorkspace(rig: Rig, state: State = 'new'): Promise<void> {
  templates[state] ??= prepare(state)
  cpSync(await templates[state], rig.root, { recursive: true, verbatimSymlinks: true })
}

type State = 'new' | 'tagged' | 'exported'

const templates: Partial<Record<State, Promise<string>>> = {}

async function prepare(state: State): Promise<string> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `tessera-${state}-`)))
  process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }))
  const rig = createRig(root)
  if (state === 'new') await makeWorkspace(rig)
  else await plainWorkspace(rig, state === 'tagged' ? 'new' : 'tagged')
  if (state === 'tagged') await rig.json('ws', 'tag', '-m', 'first')
  if (state === 'exported') await rig.json('ws', 'export')
  return root
}

async function makeWorkspace(rig: Rig): Promise<void> {
  await rig.workspace('ws', 'acme.base')
  await scopesFor(rig, 'ws')
  rig.write({
    'ws/components/a/index.ts': A,
    'ws/components/b/index.ts': B,
    'ws/components/c/index.ts': C,
    'ws/components/c/c.test.ts': C_TEST,
  })
  await rig.json('ws', 'add', 'components/a', 'components/b')
  await rig.json('ws', 'add', 'components/c', '--scope', 'acme.app')
  git(rig, 'ws', 'init', '-q')
  git(rig, 'ws', 'config', 'user.name', 'Ada')
  git(rig, 'ws', 'config', 'user.email', 'ada@acme.test')
}

/** Makes the bare scopes where they are missing, and adds them as remotes of a workspace. */
export async function scopesFor(rig: Rig, workspace: string): Promise<void> {
  for (const scope of ['acme.base', 'acme.app']) {
    if (!existsSync(rig.path('scopes', scope))) await rig.json('.', 'init', '--bare', `scopes/${scope}`)
    await rig.json(workspace, 'remote', 'add', `file:../scopes/${scope}`)
  }
}

/** Changes a and the test of c: afterwards it says this word. */
export function changeA(rig: Rig, word: string): void {
  rig.write({ 'ws/components/a/index.ts': A.replace("name: 'a'", `name: '${word}'`) })
  rig.write({ 'ws/components/c/c.test.ts': C_TEST.replace("toBe('a')", `toBe('${word}')`) })
}

export function git(rig: Rig, folder: string, ...words: string[]): string {
  return execFileSync('git', ['-C', rig.path(folder), ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What a person reads: both streams, times and hashes as a word. */
export function said({ stdout, stderr }: Output): string {
  return `\n${stdout}${stderr.replace(/^/gm, '| ').replace(/\| $/, '')}`
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/g, '<date>')
    .replace(/\b\d+ ms\b/g, '<time>')
    .replace(/\b\d+\.\d s\b/g, '<time>')
    .replace(/\b[0-9a-f]{40}\b/g, '<hash>')
}

/** Every file below a folder with the hash of its bytes: equal means that nothing was touched. */
export function bytesOf(rig: Rig, folder: string, skip: readonly string[] = []): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (path: string): void => {
    for (const entry of readdirSync(rig.path(folder, path), { withFileTypes: true })) {
      const inner = join(path, entry.name)
      if (skip.includes(entry.name)) continue
      if (entry.isDirectory()) walk(inner)
      else if (entry.isFile()) {
        found[inner] = createHash('sha1')
          .update(readFileSync(rig.path(folder, inner)))
          .digest('hex')
      }
    }
  }
  walk('.')
  return found
}

/** The versions that `.bitmap` names, by component name. */
export function versionsIn(rig: Rig, folder: string): Record<string, string> {
  const text = rig.read(`${folder}/.bitmap`).replace(/\/\*[\s\S]*?\*\//g, '')
  const entries = Object.entries(JSON.parse(text) as Record<string, { version?: string }>)
  return Object.fromEntries(
    entries.flatMap(([name, entry]) => (entry.version === undefined ? [] : [[name, entry.version]])),
  )
}
