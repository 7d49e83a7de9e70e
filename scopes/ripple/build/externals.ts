import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '@tessera/core.model'
import { hashOf } from '@tessera/ripple.plan'
import { readBytesIfExists, readIfExists } from './disk.ts'

interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The packages that npm installed, as far as keys need them. */
export interface Externals {
  /** Identifies `names`, seen from the folder `from`, and all that they need: versions and integrity. */
  hash(names: readonly string[], from: string): string
  /** Whether a package of that name is installed for the workspace. */
  knows(name: string): boolean
  /** Names of the installed `@types/*` packages. */
  readonly ambient: readonly string[]
}

/** Reads what is installed, else what the lock file says. `nodeDirs` are left out: the graph follows those. */
export function readExternals(root: string, nodeDirs: ReadonlySet<string>): Externals {
  const entries = lockEntries(root)
  const memo = new Map<string, string>()
  const linked = new Map<string, string>()

  const identify = (path: string, entry: LockEntry): string => {
    if (entry.link !== true) return `${path}@${entry.version ?? ''} ${entry.integrity ?? entry.resolved ?? ''}`
    const target = entry.resolved ?? path
    let content = linked.get(target)
    if (content === undefined) linked.set(target, (content = hashFolder(join(root, target))))
    return `${path} ${content}`
  }
  const closure = (names: readonly string[], from: string): string => {
    const found = new Map<string, string>()
    const stack = names.flatMap((name) => [find(entries, name, from), find(entries, typesOf(name), from)])
    for (let path = stack.pop(); stack.length > 0 || path !== undefined; path = stack.pop()) {
      if (path === undefined || found.has(path)) continue
      const entry = entries[path] as LockEntry
      const target = entry.link === true ? (entry.resolved ?? path) : path
      if (nodeDirs.has(target)) continue
      found.set(path, identify(path, entry))
      const needs = entries[target] ?? entry
      for (const name of Object.keys({
        ...needs.dependencies,
        ...needs.optionalDependencies,
        ...needs.peerDependencies,
      })) {
        stack.push(find(entries, name, target))
      }
    }
    return hashOf([...found.values()].toSorted())
  }
  return {
    hash(names, from) {
      const at = hasOwnModules(entries, from) ? from : ''
      const id = `${at}\0${names.join('\0')}`
      let result = memo.get(id)
      if (result === undefined) memo.set(id, (result = hashOf([names, closure(names, at)])))
      return result
    },
    knows: (name) => find(entries, name, '') !== undefined,
    ambient: Object.keys(entries).flatMap((path) => /^node_modules\/(@types\/[^/]+)$/.exec(path)?.[1] ?? []),
  }
}

function lockEntries(root: string): Readonly<Record<string, LockEntry>> {
  const text =
    readIfExists(join(root, 'node_modules/.package-lock.json')) ?? readIfExists(join(root, 'package-lock.json'))
  if (text === undefined) return {}
  const lock = JSON.parse(text) as { packages?: Record<string, LockEntry> }
  return lock.packages ?? {}
}

/** Where Node would find a package: the nearest `node_modules` that has it. */
function find(entries: Readonly<Record<string, LockEntry>>, name: string, from: string): string | undefined {
  for (let dir = from; ; dir = dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : '') {
    const path = `${dir === '' ? '' : `${dir}/`}node_modules/${name}`
    if (entries[path] !== undefined) return path
    if (dir === '') return undefined
  }
}

function typesOf(name: string): string {
  return `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`
}

const nested = new WeakMap<object, ReadonlySet<string>>()

/** Whether packages are installed in a folder itself, so that it may see other versions than the root does. */
function hasOwnModules(entries: Readonly<Record<string, LockEntry>>, dir: string): boolean {
  let dirs = nested.get(entries)
  if (dirs === undefined) {
    const found = Object.keys(entries).map((path) => path.slice(0, Math.max(0, path.indexOf('node_modules/') - 1)))
    nested.set(entries, (dirs = new Set(found)))
  }
  return dirs.has(dir)
}

/** A package that is linked, not installed, changes without a change of version: its content identifies it. */
function hashFolder(dir: string): string {
  const parts: string[] = []
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(dir, path), { withFileTypes: true })) {
      const child = `${path}${entry.name}`
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) visit(`${child}/`)
      } else if (/\.([cm]?[jt]sx?|json)$/.test(entry.name) && !/\.test\./.test(entry.name)) {
        parts.push(`${child} ${sha256(readBytesIfExists(join(dir, child)) ?? '')}`)
      }
    }
  }
  try {
    visit('')
  } catch {
    return 'missing'
  }
  return hashOf(parts.toSorted())
}
