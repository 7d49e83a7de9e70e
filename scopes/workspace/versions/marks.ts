import { isRecord } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { BitmapEntry, ComponentNode } from '@tessera/workspace.files'
import { versionHashOf } from './baseline.ts'

/** Bit's aspects that say in a version what became of its component. */
export const REMOVE = 'teambit.component/remove'
export const DEPRECATION = 'teambit.component/deprecation'

/** What is said of a component beside its sources. */
export interface Marks {
  /** It was deleted softly: its history stays, nobody is to use it any more. */
  readonly removed: boolean
  /** Nobody is to begin using it. */
  readonly deprecated?: Deprecation
}

export interface Deprecation {
  /** The versions that are meant, as semver has it; absent: all. */
  readonly range?: string
  /** What to use instead: `scope/name`. */
  readonly newId?: string
}

/** The marks of a recorded version. */
export function marksOf({ extensions }: Pick<VersionObject, 'extensions'>): Marks {
  return marksIn(configsOf(extensions))
}

/** The marks that a component will have at its next version: those of `.bitmap`, then those of the version it is at. */
export function pendingMarks({ config }: ComponentNode, version: VersionObject | undefined): Marks {
  return marksIn({ ...configsOf(version?.extensions ?? []), ...config })
}

/** The same where the version it is at is that of `.bitmap`, or nothing where the scope lacks it. */
export async function readMarks(
  scope: Scope,
  component: ComponentNode,
  object: ComponentObject | undefined,
): Promise<Marks> {
  const { version } = component.id
  const hash = object === undefined || version === undefined ? undefined : versionHashOf(object, version)
  const known = hash !== undefined && (await scope.has(hash)) ? await scope.readVersion(hash) : undefined
  return pendingMarks(component, known)
}

/** An entry of `.bitmap` whose next version is to have this configuration of an aspect. */
export function withConfig(entry: BitmapEntry, aspect: string, config: Readonly<Record<string, unknown>>): BitmapEntry {
  const before = isRecord(entry.rest?.['config']) ? entry.rest['config'] : {}
  return { ...entry, rest: { ...entry.rest, config: { ...before, [aspect]: config } } }
}

/** An entry of `.bitmap` that says nothing of an aspect. */
export function withoutConfig(entry: BitmapEntry, aspect: string): BitmapEntry {
  const before = isRecord(entry.rest?.['config']) ? entry.rest['config'] : {}
  const { [aspect]: _gone, ...config } = before
  const { config: _before, ...others } = entry.rest ?? {}
  const rest = { ...others, ...(Object.keys(config).length === 0 ? {} : { config }) }
  const { rest: _rest, ...own } = entry
  return Object.keys(rest).length === 0 ? own : { ...own, rest }
}

/** Configuration by the name of its aspect. */
export type Configs = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Of a version's extensions those that Bit itself knows: others have ids in place of names. */
export function configsOf(extensions: readonly unknown[]): Configs {
  return Object.fromEntries(
    extensions.flatMap((each) => {
      if (!isRecord(each) || typeof each['name'] !== 'string' || !isRecord(each['config'])) return []
      const { __specific: _internal, ...config } = each['config']
      return [[each['name'], config]]
    }),
  )
}

function marksIn(configs: Configs): Marks {
  const removed = configs[REMOVE]?.['removed'] === true
  const deprecation = configs[DEPRECATION]
  const text = (key: string): string | undefined => {
    const value = deprecation?.[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [range, newId] = [text('range'), text('newId')]
  if (deprecation?.['deprecate'] !== true && range === undefined) return { removed }
  return {
    removed,
    deprecated: { ...(range === undefined ? {} : { range }), ...(newId === undefined ? {} : { newId }) },
  }
}
