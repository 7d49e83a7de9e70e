import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'

/** What `.bitmap` says a component's version is, as the local scope knows it. */
export type Baseline =
  /** No version yet. `component` where the scope holds one all the same. */
  | { readonly state: 'new'; readonly component?: ComponentObject }
  /** `.bitmap` has a version, the scope lacks its objects: a fresh clone. */
  | { readonly state: 'absent'; readonly version: string; readonly component?: ComponentObject }
  | {
      readonly state: 'recorded'
      readonly version: string
      readonly hash: string
      readonly object: VersionObject
      readonly component: ComponentObject
    }

export async function readBaseline(scope: Scope, component: ComponentNode): Promise<Baseline> {
  throw new Error(`not built yet: ${scope.name} ${component.key}`)
}
