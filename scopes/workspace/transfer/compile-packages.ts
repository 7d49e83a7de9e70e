import { rm } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Diagnostic } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'
import { isTestFile, writeCapsules, type Capsule, type CapsuleRun } from './capsules.ts'
import { compileCapsules } from './compile.ts'
import type { LocalVersion } from './fetch.ts'
import { componentFiles } from './pack-component.ts'
import type { PackageFiles } from './tarball.ts'

/** A version with all that a package of it may hold. */
export interface CompiledPackage {
  readonly local: LocalVersion
  /** The one it would have in a workspace: components and the tool's packages are asked for as "*". */
  readonly manifest: Readonly<Record<string, unknown>>
  /** Its sources, what the compiler made of them, and maps from that to the sources; no package.json. */
  readonly files: PackageFiles
}

/**
 * Compiles versions together, each against what it was built with. Answers what the compiler said of them, as warnings.
 * @param versions closed under what they import
 * @throws TesseraError `UNSAFE_PATH`, `COMPILE_FAILED`, `TOOL_PACKAGE_MISSING`
 */
export async function compilePackages(
  workspace: Workspace,
  scope: Scope,
  versions: readonly LocalVersion[],
): Promise<{ readonly packages: readonly CompiledPackage[]; readonly diagnostics: readonly Diagnostic[] }> {
  const run = await writeCapsules(workspace, scope, versions)
  try {
    const diagnostics = await compileCapsules(workspace, run, { maps: true })
    const packages: CompiledPackage[] = []
    for (const capsule of run.capsules) {
      const { local, manifest } = capsule
      packages.push({ local, manifest, files: await packageFiles(scope, run, capsule) })
    }
    return { packages, diagnostics }
  } finally {
    await rm(run.dir, { recursive: true, force: true })
  }
}

async function packageFiles(scope: Scope, run: CapsuleRun, capsule: Capsule): Promise<PackageFiles> {
  const files = new Map(await componentFiles(scope, run, capsule))
  files.delete('package.json')
  const sources = capsule.local.version.files.filter((file) => !isTestFile(file))
  const own = new Set(sources.map((file) => `dist/${file.relativePath}`))
  for (const [path, body] of files) {
    if (/^dist\/.*\.[cm]?[jt]s\.map$/.test(path) && !own.has(path)) files.set(path, atHome(path, body, capsule))
  }
  for (const file of sources) files.set(file.relativePath, await scope.readSource(file.file))
  return files
}

/** A map of the compiler leads from `dist/<folder>` to `packages/<folder>`; in a package both have one root. */
function atHome(path: string, body: Uint8Array, { folder }: Capsule): Buffer {
  const map = JSON.parse(Buffer.from(body).toString('utf8')) as { sources?: unknown }
  if (!Array.isArray(map.sources)) return Buffer.from(body)
  const emitted = posix.dirname(posix.join('dist', folder, posix.relative('dist', path)))
  const sources = map.sources.map((source) => {
    const original = posix.relative(posix.join('packages', folder), posix.join(emitted, String(source)))
    return posix.relative(posix.dirname(path), original)
  })
  return Buffer.from(JSON.stringify({ ...map, sources }))
}
