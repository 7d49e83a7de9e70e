import type { ComponentId } from '@tessera/core.model'
import { SCHEMA } from './component.ts'
import { orderedJson } from './fields.ts'
import { plainFile, plainLog } from './plain.ts'
import type { RawObject, VersionDependency, VersionObject } from './types.ts'
import { versionHash } from './version-hash.ts'

const KEYS = [
  'files',
  'mainFile',
  'bindingPrefix',
  'schema',
  'log',
  'docs',
  'dependencies',
  'devDependencies',
  'flattenedDependencies',
  'flattenedDependenciesRef',
  'flattenedEdges',
  'flattenedEdgesRef',
  'dependenciesGraphRef',
  'extensions',
  'packageDependencies',
  'devPackageDependencies',
  'peerPackageDependencies',
  'overrides',
  'buildStatus',
  'packageJsonChangedProps',
  'parents',
  'squashed',
  'unrelated',
  'bitVersion',
  'modified',
  'origin',
  'hidden',
  'batchId',
]
/** The Version as an object, keys in Bit's order. `hash` is what it is known by where that is not its content's. */
export function encodeVersion(version: VersionObject, hash: string = versionHash(version)): RawObject {
  const { rest, ...own } = version
  const record = {
    ...rest,
    ...own,
    schema: version.schema ?? (isLegacy(version) ? undefined : SCHEMA),
    files: version.files.map(plainFile),
    log: plainLog(version.log),
    flattenedDependencies: isStoredApart(version) ? undefined : version.flattenedDependencies.map(plainId),
    dependencies: version.dependencies.map(plainDependency),
    devDependencies: version.devDependencies.map(plainDependency),
  }
  return { type: 'Version', hash, body: orderedJson(record, KEYS) }
}

function isLegacy(version: VersionObject): boolean {
  return [...version.dependencies, ...version.devDependencies].some(({ relativePaths }) => relativePaths.length > 0)
}

function isStoredApart(version: VersionObject): boolean {
  return version.rest?.['flattenedDependenciesRef'] !== undefined && version.flattenedDependencies.length === 0
}

function plainId(id: ComponentId): ComponentId {
  const { scope, name, version } = id
  return version === undefined ? { scope, name } : { scope, name, version }
}

function plainDependency(dependency: VersionDependency): Record<string, unknown> {
  const { id, relativePaths, packageName, versionRange } = dependency
  return { id: plainId(id), relativePaths, packageName, versionRange }
}
