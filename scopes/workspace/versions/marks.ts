import { isRecord, isTag, type ComponentId } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { BitmapEntry, ComponentNode } from '@tessera/workspace.files'
import { satisfies } from 'semver'
import { versionHashOf } from './baseline.ts'

/** Bit's aspects that say in a version what became of its component. */
export const REMOVE = 'teambit.component/remove'
export const DEPRECATION = 'teambit.component/deprecation'

/** What is said of a component beside its sources. */
export interface Marks {
  /** It was deleted softly: its history stays, nobody is to use it any more. */
  readonly removed: boolean
  /** Some of its versions were. */
  readonly removedVersions?: VersionSet
  /** Nobody is to begin using it. */
  readonly deprecated?: Deprecation
}

export interface VersionSet {
  /** Tags, as semver has it. */
  readonly range?: string
  /** Hashes of versions without a tag. */
  readonly snaps?: readonly string[]
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

/** What counts for all versions of a component: what its newest one says, as far as the scope has it. */
export async function newestMarks(scope: Scope, id: ComponentId): Promise<Marks | undefined> {
  const head = (await scope.readComponent(id))?.head
  return head !== undefined && (await scope.has(head)) ? marksOf(await scope.readVersion(head)) : undefined
}

/** Whether a version (a tag, or the hash of a snap) is deleted by what its component's newest version says. */
export function isDeletedBy({ removed, removedVersions }: Marks, version: string): boolean {
  return removed || (removedVersions !== undefined && isIn(removedVersions, version))
}

/** Whether a version (a tag, or the hash of a snap) is one of these. */
export function isIn({ range, snaps = [] }: VersionSet, version: string): boolean {
  return isTag(version) ? range !== undefined && satisfies(version, range) : snaps.includes(version)
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
  const removal = configs[REMOVE] ?? {}
  const deprecation = configs[DEPRECATION] ?? {}
  const removedVersions = { ...textIn(removal, 'range'), ...snapsIn(removal) }
  const deprecated = { ...textIn(deprecation, 'range'), ...textIn(deprecation, 'newId') }
  const isDeprecated = deprecation['deprecate'] === true || 'range' in deprecated
  return {
    removed: removal['removed'] === true,
    ...(Object.keys(removedVersions).length === 0 ? {} : { removedVersions }),
    ...(isDeprecated ? { deprecated } : {}),
  }
}

function textIn<K extends string>(config: Configs[string], key: K): { readonly [_ in K]?: string } {
  const value = config[key]
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as { readonly [_ in K]?: string }) : {}
}

function snapsIn({ snaps }: Configs[string]): Pick<VersionSet, 'snaps'> {
  const hashes = Array.isArray(snaps) ? snaps.filter((each) => typeof each === 'string') : []
  return hashes.length === 0 ? {} : { snaps: hashes }
}
