import { copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { sha256 } from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { isMissing, readBytesIfExists, writeEnsured } from './disk.ts'
import { isCompiled, isDeclaration, isJavaScript } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'
import type { Output, UnitState } from './state.ts'

export interface EmittedFile extends Output {
  readonly bytes: Buffer
  /** Where the compiler left it, if it may be moved from there. */
  readonly movable?: string
}

/** What the compiler emitted for a node, tests left out, and the declarations and JavaScript written by hand. */
export function collectOutputs(root: string, { node, options }: NodeFacts, outDir: string): readonly EmittedFile[] {
  const emitted = join(outDir, node.rootDir)
  const skipped = new Set(node.files.filter((file) => file.dev).map((file) => stem(file.path)))
  const files: EmittedFile[] = []
  for (const path of filesIn(emitted)) {
    if (skipped.has(stem(path))) continue
    const from = join(emitted, path)
    const bytes = path.endsWith('.map')
      ? relocateMap(readFileSync(from), from, join(root, node.rootDir, 'dist', path))
      : readFileSync(from)
    const movable = path.endsWith('.map') ? {} : { movable: from }
    files.push({ node: node.key, path, hash: sha256(bytes), bytes, ...movable })
  }
  for (const file of node.files) {
    const isCopied = isDeclaration(file.path) || (isJavaScript(file.path) && !isCompiled(file.path, options))
    if (!isCopied || file.dev) continue
    const bytes = readFileSync(join(root, node.rootDir, file.path))
    files.push({ node: node.key, path: file.path, hash: sha256(bytes), bytes })
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * Puts the files of a unit into the `dist` of its nodes, and takes away what was there before. Files that already hold
 * the right bytes are left alone. Answers their stamps.
 */
export function placeOutputs(
  root: string,
  nodes: readonly WorkspaceNode[],
  files: readonly EmittedFile[],
): UnitState['stamps'] {
  const dirs = new Map(nodes.map((node) => [node.key, join(root, node.rootDir, 'dist')]))
  removeOthers(dirs, files)
  return files.map((file) => {
    const target = join(dirs.get(file.node) as string, file.path)
    if (!holds(target, file)) place(file, target)
    return stampOf(target) ?? [0, 0]
  })
}

/** Whether the outputs on disk are what they were when they were placed; touched files are read and compared. */
export function outputsIntact(root: string, nodes: readonly WorkspaceNode[], state: UnitState): boolean {
  const dirs = new Map(nodes.map((node) => [node.key, join(root, node.rootDir, 'dist')]))
  return state.facts.outputs.every((output, index) => {
    const dir = dirs.get(output.node)
    if (dir === undefined) return false
    const path = join(dir, output.path)
    const stamp = stampOf(path)
    const known = state.stamps[index]
    if (stamp === undefined || known === undefined) return false
    if (stamp[0] === known[0] && stamp[1] === known[1]) return true
    return sha256(readBytesIfExists(path) ?? '') === output.hash
  })
}

function stampOf(path: string): readonly [number, number] | undefined {
  try {
    const { size, mtimeMs } = lstatSync(path)
    return [size, mtimeMs]
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function holds(path: string, file: EmittedFile): boolean {
  const stamp = stampOf(path)
  if (stamp === undefined || stamp[0] !== file.bytes.byteLength) return false
  return readBytesIfExists(path)?.equals(file.bytes) === true
}

function place(file: EmittedFile, target: string): void {
  if (file.movable === undefined) return writeEnsured(target, file.bytes)
  try {
    renameSync(file.movable, target)
  } catch {
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(file.movable, target)
  }
}

const OURS = /\.(?:[cm]?jsx?|d\.[cm]?ts|map|json)$/

/** Declarations of a source that is gone must not be found by anyone. */
function removeOthers(dirs: ReadonlyMap<string, string>, files: readonly EmittedFile[]): void {
  for (const [key, dir] of dirs) {
    const wanted = new Set(files.filter((file) => file.node === key).map((file) => file.path))
    for (const path of filesIn(dir)) if (!wanted.has(path) && OURS.test(path)) rmSync(join(dir, path), { force: true })
  }
}

/** Relative, forward slashes. */
function filesIn(dir: string, prefix = ''): string[] {
  let entries
  try {
    entries = readdirSync(join(dir, prefix), { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
  return entries.flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    return entry.isDirectory() ? filesIn(dir, path) : [path]
  })
}

/** `a/index.d.ts.map` is of the source `a/index`. */
function stem(path: string): string {
  return path.replace(/\.map$/, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
}

/** The compiler wrote the sources of a map relative to where it emitted. */
function relocateMap(bytes: Buffer, from: string, to: string): Buffer {
  const map = JSON.parse(bytes.toString('utf8')) as { sources: string[] }
  const sources = map.sources.map((source) =>
    relative(dirname(to), join(dirname(from), source))
      .split(sep)
      .join('/'),
  )
  return Buffer.from(JSON.stringify({ ...map, sources }))
}
