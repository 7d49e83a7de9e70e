import { componentKey, formatId, isTag, packageName, type ComponentId } from '@tessera/core.model'
import { rcompare } from 'semver'
import type { VendoredComponent } from './vendored.ts'

export interface Requirement {
  /** With an exact version. */
  readonly id: ComponentId
  /** `scope/name@version`, or the name of a node. */
  readonly by: string
  /** The version was chosen in this very import, so it wins over what was there. */
  readonly fresh: boolean
}

export interface ClosureInput {
  readonly requirements: readonly Requirement[]
  /** Components that the workspace holds as source: they are never packed. */
  readonly sources: ReadonlySet<string>
  /** Packages that come from elsewhere: they are not packed either. */
  readonly provided?: ReadonlySet<string> | undefined
  /** What versions depend on; asked once for each level of the graph. */
  readonly describe: (requirements: readonly Requirement[]) => Promise<readonly VendoredComponent[]>
}

/** One package to be installed from `vendor/`. */
export interface ClosureEntry {
  /** Key in the root manifest: the package's name, or an alias for a second version of it. */
  readonly name: string
  readonly component: VendoredComponent
}

export interface Closure {
  /** Sorted by name; the first version of a package under its own name. */
  readonly entries: readonly ClosureEntry[]
  /** npm's `overrides` that lead each package to the versions it was built with; empty unless one has two versions. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/**
 * Every component version that must be packed so that these requirements hold, transitively. Source components are given
 * one version of each: the fresh one, else the newest. Packed ones keep the versions they were built with.
 */
export async function closureOf(input: ClosureInput): Promise<Closure> {
  const isWanted = (id: ComponentId): boolean =>
    !input.sources.has(componentKey(id)) && input.provided?.has(packageName(id)) !== true
  const roots = chooseRoots(input.requirements.filter(({ id }) => isWanted(id)))
  const found = new Map<string, VendoredComponent>()
  for (let level = [...roots.values()]; level.length > 0;) {
    const described = await input.describe(level)
    for (const component of described) found.set(formatId(component.id), component)
    level = nextLevel(described, found, isWanted)
  }
  return layOut([...found.values()], new Map([...roots].map(([key, { id }]) => [key, id.version as string])))
}

function chooseRoots(requirements: readonly Requirement[]): Map<string, Requirement> {
  const roots = new Map<string, Requirement>()
  for (const requirement of requirements) {
    const key = componentKey(requirement.id)
    const other = roots.get(key)
    if (other === undefined || wins(requirement, other)) roots.set(key, requirement)
  }
  return roots
}

function wins(one: Requirement, other: Requirement): boolean {
  if (one.fresh !== other.fresh) return one.fresh
  return newestFirst(one.id.version as string, other.id.version as string) < 0
}

function nextLevel(
  described: readonly VendoredComponent[],
  found: ReadonlyMap<string, VendoredComponent>,
  isWanted: (id: ComponentId) => boolean,
): Requirement[] {
  const next = new Map<string, Requirement>()
  for (const component of described) {
    for (const id of component.dependencies) {
      const known = found.has(formatId(id)) || next.has(formatId(id))
      if (known || !isWanted(id)) continue
      next.set(formatId(id), { id, by: formatId(component.id), fresh: false })
    }
  }
  return [...next.values()]
}

function layOut(components: readonly VendoredComponent[], roots: ReadonlyMap<string, string>): Closure {
  const versions = new Map<string, string[]>()
  for (const { id } of components) {
    const key = componentKey(id)
    versions.set(key, [...(versions.get(key) ?? []), id.version as string])
  }
  const mainOf = (key: string): string | undefined => roots.get(key) ?? versions.get(key)?.toSorted(newestFirst)[0]
  const nameOf = (id: ComponentId): string =>
    mainOf(componentKey(id)) === id.version ? packageName(id) : `${packageName(id)}__${id.version}`
  const isSplit = (id: ComponentId): boolean => (versions.get(componentKey(id))?.length ?? 0) > 1
  const overrides = components
    .map((component) => {
      const split = component.dependencies.filter(isSplit)
      const rules = split.map((id) => [packageName(id), `$${nameOf(id)}`] as const).toSorted(byFirst)
      const { id } = component
      const key = isSplit(id) ? `${packageName(id)}@${id.version}` : packageName(id)
      return [key, Object.fromEntries(rules)] as const
    })
    .filter(([, rules]) => Object.keys(rules).length > 0)
  return {
    entries: components
      .map((component) => ({ name: nameOf(component.id), component }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    overrides: Object.fromEntries(overrides.toSorted(byFirst)),
  }
}

function byFirst(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1
}

/** Tags before snaps, which have no order. */
function newestFirst(a: string, b: string): number {
  if (isTag(a) && isTag(b)) return rcompare(a, b)
  return isTag(a) ? -1 : isTag(b) ? 1 : 0
}
