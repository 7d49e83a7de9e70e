import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { isRecord, TesseraError } from '@tessera/core.model'

/** Names to ranges. */
export type Packages = Readonly<Record<string, string>>

/** The parts of the root package.json that vendoring owns or extends. */
export interface RootManifest {
  readonly dependencies: Packages
  readonly devDependencies: Packages
  readonly peerDependencies: Packages
  readonly overrides: Readonly<Record<string, unknown>>
  /** Absent where they are not written as a list. */
  readonly workspaces?: readonly string[] | undefined
}

/** `@acme/orders.orders-api.client` as part of a file name: `acme-orders.orders-api.client`. */
export function flatName(packageName: string): string {
  return packageName.replace(/^@/, '').replaceAll('/', '-')
}

/** @throws TesseraError `INVALID_PACKAGE_JSON`; a missing file counts as empty */
export async function readRootManifest(root: string): Promise<RootManifest> {
  const manifest = parse(await readText(root))
  return {
    dependencies: stringsOf(manifest['dependencies']),
    devDependencies: stringsOf(manifest['devDependencies']),
    peerDependencies: stringsOf(manifest['peerDependencies']),
    overrides: isRecord(manifest['overrides']) ? manifest['overrides'] : {},
    workspaces: Array.isArray(manifest['workspaces']) ? manifest['workspaces'].map(String) : undefined,
  }
}

/** The manifest with these parts, all else and the indentation as they were; nothing where it is so already. */
export async function planRootManifest(root: string, parts: RootManifest): Promise<readonly FileChange[]> {
  const text = await readText(root)
  const manifest = parse(text)
  const next: Record<string, unknown> = { ...manifest }
  if (parts.workspaces !== undefined) next['workspaces'] = parts.workspaces
  for (const group of ['dependencies', 'devDependencies', 'peerDependencies'] as const) {
    if (!sameEntries(parts[group], manifest[group])) setOrDrop(next, group, sorted(parts[group]))
  }
  setOrDrop(next, 'overrides', parts.overrides)
  if (JSON.stringify(next) === JSON.stringify(manifest)) return []
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  '
  return [{ path: join(root, 'package.json'), data: `${JSON.stringify(next, null, indent)}\n` }]
}

/** The string values of an object found in a manifest; none where it is no object. */
export function stringsOf(value: unknown): Packages {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function readText(root: string): Promise<string> {
  return readFile(join(root, 'package.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
}

function parse(text: string): Record<string, unknown> {
  const location = { file: 'package.json' }
  try {
    const manifest: unknown = JSON.parse(text)
    if (isRecord(manifest)) return manifest
  } catch (cause) {
    throw new TesseraError('INVALID_PACKAGE_JSON', `package.json is not JSON: ${(cause as Error).message}`, {
      hint: 'mend it by hand, then run the command again',
      location,
      cause,
    })
  }
  throw new TesseraError('INVALID_PACKAGE_JSON', 'package.json holds no object', { location })
}

function setOrDrop(manifest: Record<string, unknown>, key: string, value: Readonly<Record<string, unknown>>): void {
  if (Object.keys(value).length > 0) manifest[key] = value
  else delete manifest[key]
}

/** Order is the user's as long as nothing is added or taken away. */
function sameEntries(packages: Packages, present: unknown): boolean {
  const before = isRecord(present) ? present : {}
  const names = Object.keys(packages)
  return names.length === Object.keys(before).length && names.every((name) => packages[name] === before[name])
}

function sorted(record: Packages): Packages {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
