import { componentKey, packageName } from '@tessera/core.model'
import type { VersionDependency } from '@tessera/scope.objects'
import { contractKind } from '@tessera/workspace.files'
import type { ComponentDependency, ComponentNode } from '@tessera/workspace.files'
import type { LocalVersion } from './fetch.ts'

/** A recorded version as the node it is once its files lie in `rootDir`, with the dependencies that were recorded. */
export function versionNode({ id, version }: LocalVersion, rootDir: string): ComponentNode {
  const paths = version.files.map((file) => file.relativePath)
  const contract = contractKind(paths, version.mainFile)
  return {
    kind: 'component',
    key: componentKey(id),
    packageName: packageName(id),
    rootDir,
    files: version.files.map((file) => ({ path: file.relativePath, hash: file.file, dev: file.test })),
    dependencies: {
      components: version.dependencies.map(dependency),
      devComponents: version.devDependencies.map(dependency),
      packages: version.packageDependencies,
      devPackages: version.devPackageDependencies,
      peerPackages: version.peerPackageDependencies,
    },
    issues: [],
    id,
    exported: true,
    mainFile: version.mainFile,
    ...(contract === undefined ? {} : { contract }),
  }
}

function dependency({ id }: VersionDependency): ComponentDependency {
  return { id, packageName: packageName(id) }
}
