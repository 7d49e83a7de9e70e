import { formatId, isRecord, sha1 } from '@tessera/core.model'
import { plainFile, plainLog } from './plain.ts'
import type { VersionDependency, VersionObject } from './types.ts'

/**
 * Hash of a Version, from its content, by the formula of Bit up to 14, which refuses any other; later ones take what
 * they are given. It covers neither id nor parents: two versions made at once need different `log.date`s.
 */
export function versionHash(version: VersionObject): string {
  const { rest } = version
  const projection = {
    mainFile: version.mainFile,
    files: version.files.map(plainFile),
    compiler: rest?.['compiler'] || undefined,
    tester: rest?.['tester'] || undefined,
    log: plainLog(version.log),
    dependencies: version.dependencies.map(hashedDependency),
    devDependencies: unlessEmpty(version.devDependencies.map(hashedDependency)),
    packageDependencies: version.packageDependencies,
    devPackageDependencies: unlessEmpty(version.devPackageDependencies),
    peerPackageDependencies: unlessEmpty(version.peerPackageDependencies),
    bindingPrefix: version.bindingPrefix || '@bit',
    overrides: unlessEmpty(rest?.['overrides'] ?? {}),
  }
  return sha1(JSON.stringify(projection))
}

function hashedDependency(dependency: VersionDependency): Record<string, unknown> {
  const relativePaths = dependency.relativePaths.filter(isRecord).map((path) => ({
    sourceRelativePath: path['sourceRelativePath'],
    destinationRelativePath: path['destinationRelativePath'],
  }))
  return { id: formatId(dependency.id), relativePaths }
}

function unlessEmpty(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? value : undefined
}
