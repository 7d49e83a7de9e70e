import { existsSync } from 'node:fs'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isRecord, TesseraError } from '@tessera/core.model'
import { flatName } from './package-json.ts'
import type { PackageFiles } from './tarball.ts'

/** A package of the tool itself, as it lies beside the running tool. */
export interface ToolPackage {
  readonly name: string
  readonly version: string
  /** Absolute. */
  readonly dir: string
  readonly manifest: Readonly<Record<string, unknown>>
}

const require = createRequire(import.meta.url)

export function isToolPackage(name: string): boolean {
  return name.startsWith('@tessera/')
}

/**
 * The tool's packages that these need, themselves included, with all that those need in turn, sorted by name; those that
 * are provided already are left out.
 * @throws TesseraError `TOOL_PACKAGE_MISSING` where one is not installed beside the tool or was not built
 */
export async function toolClosure(
  names: Iterable<string>,
  provided: ReadonlySet<string> = new Set(),
): Promise<readonly ToolPackage[]> {
  const found = new Map<string, ToolPackage>()
  const queue = [...names]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || provided.has(name)) continue
    const tool = await loadToolPackage(name)
    found.set(name, tool)
    queue.push(...Object.keys(dependenciesOf(tool.manifest)).filter(isToolPackage))
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What is packed of it: the built files and a manifest that names no sources, no development and no exact siblings. */
export async function toolPackageFiles(tool: ToolPackage): Promise<PackageFiles> {
  const files = new Map<string, Buffer>()
  for (const path of await builtFiles(tool.dir)) files.set(path, await readFile(join(tool.dir, path)))
  files.set('package.json', Buffer.from(`${JSON.stringify(packedManifest(tool.manifest), null, 2)}\n`))
  return files
}

/** `vendor/tessera-runtime.core-0.1.0.tgz` */
export function toolTarballPath(tool: ToolPackage): string {
  return `vendor/${flatName(tool.name)}-${tool.version}.tgz`
}

/** The folder in which an installed package lies, as seen from the tool; undefined where it is not installed. */
export function findToolDependency(name: string, from: readonly string[] = []): string | undefined {
  for (const base of [undefined, ...from]) {
    const paths = (base === undefined ? require : createRequire(join(base, 'package.json'))).resolve.paths(name) ?? []
    const dir = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')))
    if (dir !== undefined) return dir
  }
  return undefined
}

/** @throws TesseraError `TOOL_PACKAGE_MISSING` */
export async function loadToolPackage(name: string): Promise<ToolPackage> {
  const link = findToolDependency(name)
  if (link === undefined) throw missing(name, 'is not installed beside the tool', 'install the tool again')
  const dir = await realpath(link)
  if (!existsSync(join(dir, 'dist'))) throw missing(name, `has no dist/ in ${dir}`, 'run npm run build')
  const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>
  return { name, version: String(manifest['version']), dir, manifest }
}

function missing(name: string, what: string, hint: string): TesseraError {
  return new TesseraError('TOOL_PACKAGE_MISSING', `${name} ${what}: it cannot be vendored`, { hint })
}

async function builtFiles(dir: string): Promise<string[]> {
  const entries = await readdir(join(dir, 'dist'), { recursive: true, withFileTypes: true })
  const built = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dirname(join(dir, 'dist')).length + 1))
    .map((path) => path.replaceAll('\\', '/'))
  const texts = ['README.md', 'LICENSE'].filter((file) => existsSync(join(dir, file)))
  return [...built, ...texts]
}

function packedManifest(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { scripts: _scripts, devDependencies: _dev, private: _private, ...rest } = manifest
  const dependencies = Object.entries(dependenciesOf(manifest)).map(([name, range]): [string, string] => [
    name,
    isToolPackage(name) ? '*' : range,
  ])
  return {
    ...rest,
    ...(isRecord(manifest['exports']) ? { exports: withoutSources(manifest['exports']) } : {}),
    ...(dependencies.length > 0 ? { dependencies: Object.fromEntries(dependencies) } : {}),
  }
}

/** The `source` condition leads to files that are not packed: a bundler that asks for it would fail. */
export function withoutSources(exports: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(exports)
      .filter(([key]) => key !== 'source')
      .map(([key, value]) => [key, isRecord(value) ? withoutSources(value) : value]),
  )
}

function dependenciesOf(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const dependencies = manifest['dependencies']
  return isRecord(dependencies) ? (dependencies as Record<string, string>) : {}
}
