import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isRecord, packageName, packageVersion } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { isTestFile, type Capsule, type CapsuleRun } from './capsules.ts'
import { isCode } from './compile.ts'
import type { LocalVersion } from './fetch.ts'
import { stringsOf } from './package-json.ts'
import type { PackageFiles } from './tarball.ts'
import { isToolPackage, withoutSources } from './tool-packages.ts'
import { provenance, type VendoredComponent } from './vendored.ts'

/** What is packed of a compiled capsule: its manifest, what the compiler emitted, and the files that are no code. */
export async function componentFiles(scope: Scope, run: CapsuleRun, capsule: Capsule): Promise<PackageFiles> {
  const files = new Map<string, Buffer>()
  for (const file of capsule.local.version.files) {
    const path = file.relativePath
    if (isTestFile(file) || isCode(path)) continue
    const body = await scope.readSource(file.file)
    files.set(path, body)
    files.set(`dist/${path}`, body)
  }
  const dist = join(run.dir, 'dist', capsule.folder)
  for (const path of await walk(dist)) files.set(`dist/${path}`, await readFile(join(dist, path)))
  files.set('package.json', Buffer.from(`${JSON.stringify(packedManifest(capsule), null, 2)}\n`))
  return files
}

/** How a version describes itself once it is packed. */
export function describeVersion({ id, hash, version }: LocalVersion): VendoredComponent {
  const { dependencies, packageDependencies, peerPackageDependencies } = version
  return {
    id,
    hash,
    dependencies: dependencies.map((dependency) => dependency.id),
    packages: { ...packageDependencies, ...peerPackageDependencies },
  }
}

/**
 * Components and the tool's packages are asked for as "*": the root manifest lists the exact ones, and a workspace that
 * holds one as source may have it at any version.
 */
function packedManifest({ local, manifest }: Capsule): Record<string, unknown> {
  const { private: _private, scripts: _scripts, devDependencies: _dev, dependencies, exports, ...rest } = manifest
  const components = local.version.dependencies.map(({ id }) => [packageName(id), '*'] as const)
  const others = Object.entries(stringsOf(dependencies)).map(
    ([name, range]) => [name, isToolPackage(name) ? '*' : range] as const,
  )
  const open = Object.fromEntries([...others, ...components].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return {
    ...rest,
    version: packageVersion(local.id.version),
    ...(isRecord(exports) ? { exports: withoutSources(exports) } : {}),
    ...(Object.keys(open).length > 0 ? { dependencies: open } : {}),
    ...provenance(describeVersion(local)),
  }
}

async function walk(dir: string): Promise<string[]> {
  if (!existsSync(dir)) return []
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
