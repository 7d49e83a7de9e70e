import type { VersionFile, VersionObject } from '@tessera/scope.objects'
import type { ComponentNode } from '@tessera/workspace.files'

/** The part of a Version that the files and imports of a component decide. */
export type VersionContent = Pick<
  VersionObject,
  | 'files'
  | 'mainFile'
  | 'dependencies'
  | 'devDependencies'
  | 'packageDependencies'
  | 'devPackageDependencies'
  | 'peerPackageDependencies'
> & {
  /** What is recorded of aspects; of a component in the workspace, what is to be recorded over that. */
  readonly extensions?: readonly unknown[]
  readonly config?: ComponentNode['config']
}

/** What a component in the workspace would be recorded as; a dependency without a version yet has none in its id. */
export function versionOf(component: ComponentNode): Omit<VersionContent, 'extensions' | 'config'> {
  return {
    files: component.files.map(versionFile),
    mainFile: component.mainFile,
    dependencies: component.dependencies.components.map(({ id }) => ({ id, relativePaths: [] })),
    devDependencies: component.dependencies.devComponents.map(({ id }) => ({ id, relativePaths: [] })),
    packageDependencies: component.dependencies.packages,
    devPackageDependencies: component.dependencies.devPackages,
    peerPackageDependencies: component.dependencies.peerPackages,
  }
}

/** The same with what `.bitmap` says of aspects. */
export function contentOf(component: ComponentNode): VersionContent {
  const content = versionOf(component)
  return component.config === undefined ? content : { ...content, config: component.config }
}

function versionFile(file: ComponentNode['files'][number]): VersionFile {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  return { file: file.hash, relativePath: file.path, name, test: file.dev }
}
