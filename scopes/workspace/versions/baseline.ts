import { formatId, isSnap, isTag, TesseraError, withVersion } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'
import { rcompare } from 'semver'

/** What `.bitmap` says a component's version is, as the local scope knows it. */
export type Baseline =
  /** No version yet. `component` where the scope holds one all the same. */
  | { readonly state: 'new'; readonly component?: ComponentObject }
  /** `.bitmap` has a version, the scope lacks its objects: a fresh clone. */
  | { readonly state: 'absent'; readonly version: string; readonly component?: ComponentObject }
  | Recorded

export interface Recorded {
  readonly state: 'recorded'
  readonly version: string
  readonly hash: string
  readonly object: VersionObject
  readonly component: ComponentObject
}

/** @throws TesseraError `CORRUPT_OBJECT` */
export async function readBaseline(scope: Scope, component: ComponentNode): Promise<Baseline> {
  const object = await scope.readComponent(component.id)
  const known = object === undefined ? {} : { component: object }
  const { version } = component.id
  if (version === undefined) return { state: 'new', ...known }
  const hash = object && versionHashOf(object, version)
  if (object === undefined || hash === undefined || !(await scope.has(hash))) {
    return { state: 'absent', version, ...known }
  }
  return { state: 'recorded', version, hash, object: await scope.readVersion(hash), component: object }
}

/** The hash of a version: of a tag as the component lists it, of a snap the version itself. */
export function versionHashOf(component: ComponentObject, version: string): string | undefined {
  return isSnap(version) ? version : component.versions[version]
}

/** The tag of a version's hash; the hash itself for a snap. */
export function tagOf(component: ComponentObject, hash: string): string {
  return Object.entries(component.versions).find(([, each]) => each === hash)?.[0] ?? hash
}

/** The highest semver tag of a component, wherever its head is. */
export function latestTag(component: ComponentObject): string | undefined {
  return Object.keys(component.versions).filter(isTag).toSorted(rcompare)[0]
}

/** The error for a component whose recorded version the local scope lacks. */
export function noBaseline(component: ComponentNode): TesseraError {
  const id = formatId(component.id)
  if (component.exported) {
    return new TesseraError('NO_BASELINE', `${id} is not in the local scope: its objects were not fetched here`, {
      hint: 'run `tessera import`',
    })
  }
  return new TesseraError(
    'NO_BASELINE',
    `${id} is not in the local scope: it was tagged in another one and not exported`,
    {
      hint: `export it from where it was tagged, then run \`tessera import ${formatId(withVersion(component.id, undefined))}\``,
    },
  )
}
