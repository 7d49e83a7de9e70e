import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { isRecord, isScopeName, TesseraError } from '@tessera/core.model'
import { formatBitmap } from './bitmap-format.ts'
import { DEFAULT_DIRECTORY, directoryProblem, parseConfig } from './config.ts'
import { editJson, formatJson } from './json-text.ts'
import { parseJsonc } from './jsonc.ts'
import { devDependencies, ignoredLines, tsconfig, vitestConfig, workspaceConfig } from './templates.ts'
import type { Workspace } from './types.ts'
import { readIfThere } from './read-if-there.ts'
import { openWorkspace } from './workspace.ts'
import { writeAtomic } from './write-atomic.ts'

export interface InitOptions {
  /** By default the folder's name. */
  readonly name?: string | undefined
  /** By default `my.<folder name>`. */
  readonly defaultScope?: string | undefined
  /** Template of Bit; by default `components/{name}`. */
  readonly defaultDirectory?: string | undefined
}

export interface InitResult {
  readonly workspace: Workspace
  /** Files made or extended, relative to the folder. */
  readonly written: readonly string[]
}

/**
 * Makes a folder a workspace: writes what is missing and overwrites nothing; run again, it writes nothing.
 * @throws TesseraError `INVALID_ID` for a bad scope, and those of `openWorkspace` for files that were there
 */
export async function initWorkspace(dir: string, options: InitOptions = {}): Promise<InitResult> {
  const root = resolve(dir)
  const own = await readIfThere(join(root, 'workspace.jsonc'))
  const config = configOf(root, own === undefined ? options : { ...options, ...parseConfig(own) })
  await mkdir(root, { recursive: true })
  const edits: Readonly<Record<string, (text: string | undefined) => string>> = {
    'workspace.jsonc': (text) => text ?? workspaceConfig(config),
    '.bitmap': (text) => text ?? formatBitmap({ entries: [] }),
    'package.json': (text) => manifest(text, config),
    'tsconfig.json': (text) => text ?? tsconfig(config.folders),
    'vitest.config.ts': (text) => text ?? vitestConfig(config.folders),
    '.gitignore': ignore,
  }
  const written: string[] = []
  for (const [file, edit] of Object.entries(edits)) {
    const present = await readIfThere(join(root, file))
    const next = edit(present)
    if (next === present) continue
    await writeAtomic(join(root, file), next)
    written.push(file)
  }
  return { workspace: await openWorkspace(root), written }
}

interface InitConfig {
  readonly name: string
  readonly defaultScope: string
  readonly defaultDirectory: string
  /** Top folders with sources: that of the components, and `consumers`. */
  readonly folders: readonly string[]
}

function configOf(root: string, options: InitOptions): InitConfig {
  const name = options.name ?? basename(root)
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const defaultScope = options.defaultScope ?? `my.${plain.replaceAll(/^-+|-+$/g, '') || 'workspace'}`
  if (!isScopeName(defaultScope)) {
    throw new TesseraError('INVALID_ID', `"${defaultScope}" is no scope`, {
      hint: 'a scope is lower case, at least two characters, with at most one dot: acme.orders',
    })
  }
  const defaultDirectory = options.defaultDirectory ?? DEFAULT_DIRECTORY
  const problem = directoryProblem(defaultDirectory)
  if (problem !== undefined) {
    throw new TesseraError('USAGE', `the default directory ${problem}: "${defaultDirectory}"`, {
      hint: 'such as components/{name}, or {scope}/{name}',
    })
  }
  return { name, defaultScope, defaultDirectory, folders: [topOf(defaultDirectory), 'consumers'] }
}

/** The part of a directory template before its first placeholder: `components`. */
function topOf(template: string): string {
  return template.split('{')[0]?.replace(/\/[^/]*$/, '') || '.'
}

function manifest(text: string | undefined, config: InitConfig): string {
  const globs = [...componentGlobs(config.defaultDirectory), 'consumers/*']
  if (text === undefined) {
    return formatJson({
      name: packageNameFrom(config.name),
      private: true,
      type: 'module',
      workspaces: globs,
      scripts: { test: 'vitest run', types: 'tsc' },
      devDependencies,
    })
  }
  const present = parseJsonc({ file: 'package.json', text, code: 'INVALID_PACKAGE_JSON', strict: true })
  return isRecord(present) && !isDone(present, globs) ? editJson(text, (value) => extend(value, globs)) : text
}

function isDone(present: Record<string, unknown>, globs: readonly string[]): boolean {
  const there = workspacesOf(present)
  return globs.every((glob) => there.includes(glob)) && missingTools(present).length === 0
}

/** Adds the missing globs (yarn's object form included), and the tools that the written config files need. */
function extend(present: Record<string, unknown>, globs: readonly string[]): Record<string, unknown> {
  const list = [...new Set([...workspacesOf(present), ...globs])]
  const { workspaces, devDependencies: dev } = present
  return {
    ...present,
    workspaces: isRecord(workspaces) ? { ...workspaces, packages: list } : list,
    devDependencies: { ...(isRecord(dev) ? dev : {}), ...Object.fromEntries(missingTools(present)) },
  }
}

function workspacesOf({ workspaces }: Record<string, unknown>): readonly string[] {
  const list = isRecord(workspaces) ? workspaces['packages'] : workspaces
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}

function missingTools(present: Record<string, unknown>): readonly (readonly [string, string])[] {
  const groups = [present['dependencies'], present['devDependencies']].filter(isRecord)
  return Object.entries(devDependencies).filter(([name]) => !groups.some((group) => name in group))
}

/** npm needs a glob for each depth: a component's name has one part or two, every other placeholder one. */
function componentGlobs(template: string): readonly string[] {
  const stars = template.replaceAll(/\{(?!name\})\w+\}/g, '*').replaceAll(/[^/]*\{name\}[^/]*/g, '{name}')
  return ['*', '*/*'].map((depth) => stars.replace('{name}', depth))
}

function packageNameFrom(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '') || 'workspace'
  )
}

function ignore(text = ''): string {
  const there = new Set(text.split(/\r?\n/).map((line) => line.trim()))
  const missing = ignoredLines.filter((line) => !there.has(line) && !there.has(line.slice(0, -1)))
  if (missing.length === 0) return text
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${start}${missing.join('\n')}\n`
}
