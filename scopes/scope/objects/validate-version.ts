import { componentKey, formatId, isRecord, isSnap, isTag, type ComponentId, type Diagnostic } from '@tessera/core.model'
import { duplicates, finding, when } from './findings.ts'
import { isHash } from './hashes.ts'
import { MAX_FILES } from './limits.ts'
import type { VersionDependency, VersionObject } from './types.ts'

export interface VersionContext {
  /** The component with the version it is about to get. */
  readonly id?: ComponentId
  readonly hash?: string
}

const NPM_NAME = /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/i
const FORBIDDEN_IN_PATH = /[<>|?*:"\\]/
const MAX_PATH = 4096

/** What Bit would refuse in a Version, or no import would take; empty when it is fine. */
export function validateVersion(version: VersionObject, context: VersionContext = {}): Diagnostic[] {
  const what = context.id ? formatId(context.id) : context.hash ? `Version ${context.hash}` : 'the version'
  return [
    ...checkFiles(version),
    ...when(!/^\d+$/.test(version.log.date), `its log's date "${version.log.date}" is no number of milliseconds`),
    ...checkDependencies(version, context),
    ...checkPackages(version),
    ...checkExtensions(version),
    ...checkParents(version, context),
  ].map(finding(what, context.id && componentKey(context.id)))
}

function checkFiles(version: VersionObject): string[] {
  const paths = version.files.map((file) => file.relativePath)
  return [
    ...when(paths.length === 0, 'it has no files'),
    ...when(paths.length > MAX_FILES, `it has ${paths.length} files, which is more than ${MAX_FILES}`),
    ...when(!paths.includes(version.mainFile), `its main file "${version.mainFile}" is not among its files`),
    ...duplicates(paths.map((path) => path.toLowerCase())).map((path) => `two of its files are called "${path}"`),
    ...version.files.flatMap((file) => [
      ...when(!isHash(file.file), `file "${file.relativePath}" has no hash`),
      ...when(file.name === '', `file "${file.relativePath}" has no name`),
      ...when(!isFilePath(file.relativePath), `"${file.relativePath}" is no path that every system can have`),
    ]),
  ]
}

function isFilePath(path: string): boolean {
  if (path.length > MAX_PATH || FORBIDDEN_IN_PATH.test(path)) return false
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}

function checkDependencies(version: VersionObject, { id }: VersionContext): string[] {
  const own = id === undefined ? undefined : formatId(id)
  const direct = [...version.dependencies, ...version.devDependencies]
  const all = [...direct.map((dependency) => dependency.id), ...version.flattenedDependencies]
  const runtime = new Set(version.dependencies.map((dependency) => componentKey(dependency.id)))
  const apart = version.rest?.['flattenedDependenciesRef'] ?? version.rest?.['flattenedDevDependencies']
  return [
    ...all.filter((found) => !isExact(found)).map((found) => `its dependency ${formatId(found)} has no exact version`),
    ...when(
      direct.length > 0 && version.flattenedDependencies.length === 0 && apart === undefined,
      'it has dependencies but no flattened dependencies',
    ),
    ...all.filter((found) => formatId(found) === own).map(() => 'it depends on itself'),
    ...version.devDependencies
      .map((dependency) => componentKey(dependency.id))
      .filter((key) => runtime.has(key))
      .map((key) => `${key} is both a dependency and a dev dependency`),
    ...checkRelativePaths(version, direct),
  ]
}

function isExact({ version }: ComponentId): boolean {
  return version !== undefined && (isTag(version) || isSnap(version))
}

function checkRelativePaths(version: VersionObject, direct: readonly VersionDependency[]): string[] {
  if (version.schema === undefined || version.schema === '0.0.0') return []
  return direct
    .filter((dependency) => dependency.relativePaths.length > 0)
    .map(
      (dependency) =>
        `its dependency ${formatId(dependency.id)} has relative paths, which schema ${version.schema} has not`,
    )
}

function checkPackages(version: VersionObject): string[] {
  const { packageDependencies, devPackageDependencies, peerPackageDependencies } = version
  return [packageDependencies, devPackageDependencies, peerPackageDependencies].flatMap((packages) =>
    Object.entries(packages).flatMap(([name, range]) => [
      ...when(!NPM_NAME.test(name), `"${name}" is no npm package name`),
      ...when(typeof range !== 'string', `the version of package "${name}" is no string`),
    ]),
  )
}

function checkExtensions(version: VersionObject): string[] {
  const { bitVersion } = version.rest ?? {}
  const names = version.extensions.map(extensionName)
  const flattened = new Set(version.flattenedDependencies.map(componentKey))
  const foreign = version.extensions
    .filter((extension) => isRecord(extension) && extension['extensionId'] !== undefined)
    .map(extensionName)
  return [
    ...when(
      bitVersion !== undefined && !isTag(String(bitVersion)),
      `its bitVersion "${String(bitVersion)}" is no version`,
    ),
    ...names.filter((name) => name === '').map(() => 'one of its extensions has no name'),
    ...duplicates(names).map((name) => `extension ${name} is listed twice`),
    ...foreign
      .filter((name) => bitVersion !== undefined && !flattened.has(name))
      .map((name) => `extension ${name} is not among the flattened dependencies`),
  ]
}

function extensionName(extension: unknown): string {
  if (!isRecord(extension)) return ''
  const { extensionId, name = extension['id'] } = extension
  if (isRecord(extensionId)) return `${String(extensionId['scope'])}/${String(extensionId['name'])}`
  return typeof name === 'string' ? name : ''
}

function checkParents(version: VersionObject, { hash }: VersionContext): string[] {
  return [
    ...version.parents.filter((parent) => !isHash(parent)).map((parent) => `its parent "${parent}" is no hash`),
    ...when(hash !== undefined && version.parents.includes(hash), 'it is its own parent'),
    ...duplicates(version.parents).map((parent) => `parent ${parent} is listed twice`),
  ]
}
