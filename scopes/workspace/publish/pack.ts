import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatId, isRecord, type Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import {
  compilePackages,
  isToolPackage,
  loadToolPackage,
  packTarball,
  stringsOf,
  type CompiledPackage,
  type Fetcher,
  type LocalVersion,
} from '@tessera/workspace.transfer'
import { contractFinder } from './contract-of.ts'
import { commonFields, publishedManifest } from './manifest.ts'
import { readmeOf } from './readme.ts'

export interface PackedPackage {
  readonly manifest: Readonly<Record<string, unknown>>
  readonly tarball: Buffer
}

export interface PackInput {
  readonly workspace: Workspace
  readonly fetcher: Fetcher
  /** All that the packages import, themselves included. */
  readonly closure: readonly LocalVersion[]
  /** `scope/name@version` of those to pack. */
  readonly wanted: ReadonlySet<string>
}

/**
 * Compiles versions and packs some of them, in memory, by `scope/name@version`. The same versions give the same bytes.
 * @throws TesseraError `COMPILE_FAILED`, `TOOL_PACKAGE_MISSING`, `UNSAFE_PATH`
 */
export async function packVersions(input: PackInput, emit: Emit): Promise<ReadonlyMap<string, PackedPackage>> {
  const { workspace, fetcher, closure, wanted } = input
  const packed = new Map<string, PackedPackage>()
  if (wanted.size === 0) return packed
  emit({ type: 'progress', task: 'compiling', done: 0, total: closure.length })
  const { packages, diagnostics } = await compilePackages(workspace, fetcher.scope, closure)
  for (const diagnostic of diagnostics) emit({ type: 'diagnostic', diagnostic })
  const versions = new Map(closure.map((local) => [formatId(local.id), local]))
  const root = await rootManifest(workspace.root)
  const findContract = contractFinder(fetcher)
  for (const compiled of packages) {
    const key = formatId(compiled.local.id)
    if (!wanted.has(key)) continue
    const contract = await findContract(compiled.local)
    const manifest = publishedManifest({
      ...{ compiled, contract, versions },
      tools: await toolVersions(compiled),
      common: commonOf(root, workspace, compiled.local),
    })
    const files = new Map(compiled.files)
    files.set('package.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    if (!files.has('README.md')) files.set('README.md', Buffer.from(await readmeOf(compiled.local.id, contract)))
    packed.set(key, { manifest, tarball: await packTarball(files) })
  }
  return packed
}

async function toolVersions({ manifest }: CompiledPackage): Promise<ReadonlyMap<string, string>> {
  const names = Object.keys({ ...stringsOf(manifest['dependencies']), ...stringsOf(manifest['peerDependencies']) })
  const tools = await Promise.all(names.filter(isToolPackage).map(loadToolPackage))
  return new Map(tools.map(({ name, version }) => [name, version]))
}

/** A component of another workspace is not of this repository. */
function commonOf(root: Readonly<Record<string, unknown>>, { bitmap }: Workspace, { id }: LocalVersion) {
  const entry = bitmap.entries.find(
    ({ name, scope, defaultScope }) => name === id.name && (scope || defaultScope) === id.scope,
  )
  return entry === undefined ? {} : commonFields(root, entry.rootDir)
}

async function rootManifest(root: string): Promise<Readonly<Record<string, unknown>>> {
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return isRecord(manifest) ? manifest : {}
}
