import { componentKey, parseComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { loadNodes, writeBitmap, type ComponentNode, type Workspace } from '@tessera/workspace.files'
import { DEPRECATION, readMarks, withConfig, withoutConfig, type Deprecation } from '@tessera/workspace.versions'
import { checkedRange } from './checked-range.ts'
import { named } from './remove.ts'

export interface DeprecateOptions {
  /** As in `matchComponents`; at least one. */
  readonly patterns: readonly string[]
  /** The versions that are meant: `<2.0.0`. Default: all. */
  readonly range?: string | undefined
  /** What to use instead: `scope/name`. */
  readonly newId?: string | undefined
  readonly dryRun?: boolean | undefined
}

export interface MarkResult {
  readonly workspace: Workspace
  /** `scope/name` of what changed. */
  readonly changed: readonly string[]
  /** What was so already. */
  readonly unchanged: readonly string[]
}

/**
 * Marks components as deprecated; their next version says so.
 * @throws TesseraError `INVALID_ID`, `INVALID_VERSION`, `PATTERN_REQUIRED`, and those of `matchComponents`
 */
export async function deprecateComponents(
  workspace: Workspace,
  scope: Scope,
  { patterns, range, newId, dryRun = false }: DeprecateOptions,
): Promise<MarkResult> {
  const wanted: Deprecation = {
    ...(range === undefined ? {} : { range: await checkedRange(range) }),
    ...(newId === undefined ? {} : { newId: componentKey(parseComponentId(newId)) }),
  }
  return markAll(workspace, scope, { patterns, dryRun, wanted })
}

/** The mark is taken off; the next version says so. @throws TesseraError as `deprecateComponents` */
export function undeprecateComponents(
  workspace: Workspace,
  scope: Scope,
  { patterns, dryRun = false }: Pick<DeprecateOptions, 'patterns' | 'dryRun'>,
): Promise<MarkResult> {
  return markAll(workspace, scope, { patterns, dryRun, wanted: undefined })
}

interface Marking {
  readonly patterns: readonly string[]
  readonly dryRun: boolean
  readonly wanted: Deprecation | undefined
}

async function markAll(workspace: Workspace, scope: Scope, { patterns, dryRun, wanted }: Marking): Promise<MarkResult> {
  const components = named(patterns, await loadNodes(workspace))
  const changed: ComponentNode[] = []
  for (const component of components) {
    const { deprecated } = await readMarks(scope, component, await scope.readComponent(component.id))
    if (!isSame(deprecated, wanted)) changed.push(component)
  }
  const folders = new Set(changed.map(({ rootDir }) => rootDir))
  const config = configOf(wanted)
  const entries = workspace.bitmap.entries.map((entry) => {
    if (!folders.has(entry.rootDir)) return entry
    // A component without versions has nothing that would have to be taken back.
    return wanted === undefined && entry.version === ''
      ? withoutConfig(entry, DEPRECATION)
      : withConfig(entry, DEPRECATION, config)
  })
  const keys = (list: readonly ComponentNode[]): readonly string[] => list.map(({ key }) => key)
  const result = {
    changed: keys(changed),
    unchanged: keys(components.filter((component) => !changed.includes(component))),
  }
  if (dryRun || changed.length === 0) return { workspace, ...result }
  return { workspace: await writeBitmap(workspace, entries), ...result }
}

/** As Bit writes it: with a range, the component as a whole is not deprecated. */
function configOf(wanted: Deprecation | undefined): Readonly<Record<string, unknown>> {
  return { deprecate: wanted !== undefined && wanted.range === undefined, ...wanted }
}

function isSame(a: Deprecation | undefined, b: Deprecation | undefined): boolean {
  return (a === undefined) === (b === undefined) && a?.range === b?.range && a?.newId === b?.newId
}
