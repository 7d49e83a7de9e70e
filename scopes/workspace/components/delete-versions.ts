import { isTag, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, writeBitmap, type ComponentNode, type Workspace } from '@tessera/workspace.files'
import { isExactPattern, isIn, mapLimited, readRecorded, REMOVE, withConfig } from '@tessera/workspace.versions'
import { checkedRange } from './checked-range.ts'
import { named } from './remove.ts'

export interface DeleteVersionsOptions {
  /** As in `matchComponents`; at least one. */
  readonly patterns: readonly string[]
  /** Tags, as semver has it: `<1.0.0`. */
  readonly range?: string | undefined
  /** Hashes of versions without a tag, or how they begin. */
  readonly snaps?: readonly string[] | undefined
  readonly dryRun?: boolean | undefined
}

export interface DeleteVersionsResult {
  readonly workspace: Workspace
  /** `scope/name`, and those of its versions that the next one will say are deleted. */
  readonly marked: readonly MarkedVersions[]
}

export interface MarkedVersions {
  readonly id: string
  readonly versions: readonly string[]
}

/**
 * Marks versions of components as deleted: the next version says so, and whoever takes one of them is told. The
 * components stay, and so do their files; a mark takes the place of the one before.
 * @throws TesseraError `INVALID_VERSION`, `VERSION_NOT_FOUND`, `NO_BASELINE`, `AMBIGUOUS_ID`, `PATTERN_REQUIRED`, and those
 * of `matchComponents`
 */
export async function deleteVersions(
  workspace: Workspace,
  scope: Scope,
  { patterns, dryRun = false, ...options }: DeleteVersionsOptions,
): Promise<DeleteVersionsResult> {
  const components = named(patterns, await loadNodes(workspace))
  const range = options.range === undefined ? undefined : await checkedRange(options.range)
  const chosen = await mapLimited(components, (component) => choose(scope, component, { ...options, range }))
  const found = chosen.filter(({ versions }) => versions.length > 0)
  if (found.length === 0 && patterns.some(isExactPattern)) throw noneChosen(patterns)
  const marked = found.map(({ component, versions }) => ({ id: component.key, versions }))
  if (dryRun || found.length === 0) return { workspace, marked }
  const configs = new Map(found.map(({ component, config }) => [component.rootDir, config]))
  const entries = workspace.bitmap.entries.map((entry) => {
    const config = configs.get(entry.rootDir)
    return config === undefined ? entry : withConfig(entry, REMOVE, { ...config })
  })
  return { workspace: await writeBitmap(workspace, entries), marked }
}

interface Chosen {
  readonly component: ComponentNode
  readonly versions: readonly string[]
  /** As Bit writes it: the component itself is not deleted, not even where its newest version is one of those. */
  readonly config: { readonly removed: false; readonly range?: string; readonly snaps?: readonly string[] }
}

async function choose(
  scope: Scope,
  component: ComponentNode,
  { range, snaps = [] }: Pick<DeleteVersionsOptions, 'range' | 'snaps'>,
): Promise<Chosen> {
  const config = { removed: false as const, ...(range === undefined ? {} : { range }) }
  if (component.id.version === undefined) return { component, versions: [], config }
  const { component: object } = await readRecorded(scope, component)
  const tags = Object.keys(object.versions).filter((tag) => range !== undefined && isIn({ range }, tag))
  if (snaps.length === 0) return { component, versions: tags, config }
  const hashes = await mapLimited(snaps, (snap) => snapHash(scope, component, snap))
  return { component, versions: [...tags, ...hashes], config: { ...config, snaps: hashes } }
}

async function snapHash(scope: Scope, component: ComponentNode, snap: string): Promise<string> {
  const { version } = await readRecorded(scope, component, snap)
  if (!isTag(version)) return version
  throw new TesseraError('INVALID_VERSION', `${snap} of ${component.key} has the tag ${version}`, {
    hint: `name it with --range "${version}"`,
  })
}

function noneChosen(patterns: readonly string[]): TesseraError {
  return new TesseraError('VERSION_NOT_FOUND', `no version of ${patterns.join(', ')} is one of those`, {
    hint: '`tessera log <id>` shows them all',
  })
}
