import type { VersionObject } from '@tessera/scope.objects'
import type { Workspace } from '@tessera/workspace.files'
import type { Packages, RootManifest } from './package-json.ts'
import { isToolPackage } from './tool-packages.ts'

export type PackageGroups = Pick<RootManifest, 'dependencies' | 'devDependencies' | 'peerDependencies'>

/**
 * What versions import of npm and neither the root manifest nor the policy of the workspace names, at the ranges that
 * were recorded: listed at the root, the same ranges are found again, and tests find what no component manifest lists.
 */
export function unlistedPackages(
  workspace: Workspace,
  manifest: RootManifest,
  versions: readonly VersionObject[],
): PackageGroups {
  const { dependencies, peerDependencies } = workspace.policy
  const groups = [dependencies, peerDependencies, manifest.dependencies, manifest.devDependencies]
  const known = new Set([...groups, manifest.peerDependencies].flatMap((group) => Object.keys(group)))
  const take = (pick: (version: VersionObject) => Packages): Packages => {
    const found = versions.flatMap((version) => Object.entries(pick(version)))
    const missing = found.filter(([name]) => !known.has(name) && !isToolPackage(name))
    for (const [name] of missing) known.add(name)
    return Object.fromEntries(missing.toReversed())
  }
  return {
    peerDependencies: take((version) => version.peerPackageDependencies),
    dependencies: take((version) => version.packageDependencies),
    devDependencies: take((version) => version.devPackageDependencies),
  }
}
