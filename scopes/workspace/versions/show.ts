import { formatId, isTag, packageVersion } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentDependency, ComponentNode } from '@tessera/workspace.files'

/** A fragment of Bit's `show --json`. */
export interface ShowFragment {
  readonly title: string
  readonly json: unknown
}

/** What there is to know of a component in the workspace. Titles are Bit's; `versions`, `contract`, `derived from` are not. */
export async function show(scope: Scope, component: ComponentNode): Promise<readonly ShowFragment[]> {
  const { dependencies } = component
  const object = await scope.readComponent(component.id)
  return [
    { title: 'id', json: formatId(component.id) },
    { title: 'scope', json: component.id.scope },
    { title: 'name', json: component.id.name },
    { title: 'package name', json: component.packageName },
    { title: 'main file', json: component.mainFile },
    { title: 'root dir', json: component.rootDir },
    { title: 'files', json: component.files.map((file) => file.path) },
    { title: 'dev files', json: component.files.filter((file) => file.dev).map((file) => file.path) },
    { title: 'dependencies', json: dependencyRows('runtime', dependencies.components, dependencies.packages) },
    { title: 'dev dependencies', json: dependencyRows('dev', dependencies.devComponents, dependencies.devPackages) },
    { title: 'peer dependencies', json: dependencyRows('peer', [], dependencies.peerPackages) },
    { title: 'versions', json: object === undefined ? [] : Object.keys(object.versions).filter(isTag) },
    ...(component.contract === undefined ? [] : [{ title: 'contract', json: component.contract }]),
    ...(component.derived === undefined ? [] : [{ title: 'derived from', json: component.derived.contract }]),
  ]
}

type Lifecycle = 'runtime' | 'dev' | 'peer'

function dependencyRows(
  lifecycle: Lifecycle,
  components: readonly ComponentDependency[],
  packages: Readonly<Record<string, string>>,
): readonly unknown[] {
  return [
    ...components.map(({ id, packageName }) => ({
      id: formatId(id),
      version: packageVersion(id.version),
      __type: 'component',
      lifecycle,
      source: 'auto',
      packageName,
    })),
    ...Object.entries(packages).map(([id, version]) => ({ id, version, __type: 'package', lifecycle, source: 'auto' })),
  ]
}
