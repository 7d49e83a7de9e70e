import { buildOrder, Graph, levels } from '@tessera/core.graph'
import { componentKey, formatId, isTag, type ComponentId } from '@tessera/core.model'
import type { Breakage, ScopeEntry, Update } from '@tessera/scope.remote'
import { gt } from 'semver'
import { dependencyGraph } from './half-cycles.ts'
import type { IsNew } from './since.ts'
import type { Survey } from './survey.ts'
import type { PlannedComponent, RipplePlan } from './types.ts'

export interface PlanOptions {
  readonly isNew: IsNew
  readonly retry: boolean
}

/**
 * Which components of the target scopes are behind what they depend on or were generated from, and which will be once
 * those have new versions, dependencies first. Pure. Tagging follows the graph: equal interfaces spare nobody.
 */
export function planRipple(survey: Survey, { isNew, retry }: PlanOptions): RipplePlan {
  const { entries, targets, breakages, equalParts } = survey
  const open = [...entries.values()].filter(({ id, removed }) => targets.has(id.scope) && removed !== true)
  const graph = dependencyGraph(open)
  const behind = new Map(open.map((entry) => [componentKey(entry.id), updatesOf(entry, entries, equalParts)]))
  const isBegun = (key: string): boolean =>
    (behind.get(key) ?? []).some(({ id }) => isNew(entries.get(id) as ScopeEntry))
  const begun = open.map(({ id }) => componentKey(id)).filter(isBegun)
  const reached = graph.transitiveDependents(begun)
  const planned = new Set(
    open.map(({ id }) => componentKey(id)).filter((key) => begun.includes(key) || reached.has(key)),
  )
  const certain = certainOf(planned, entries, behind)
  const plannedGraph = restrict(graph, planned)
  const held = retry ? new Map<string, string>() : heldBack(plannedGraph, { behind, breakages })
  const components = levels(plannedGraph).flatMap((units, level) =>
    units.flatMap((unit) =>
      unit.map((key): PlannedComponent => {
        const by = held.get(key)
        return {
          id: formatId((entries.get(key) as ScopeEntry).id),
          level,
          updates: behind.get(key) ?? [],
          after: [...plannedGraph.dependenciesOf(key)].filter((other) => !unit.includes(other)).toSorted(),
          cycle: unit.filter((other) => other !== key),
          certain: certain.has(key),
          ...(by === undefined ? {} : { heldBy: by }),
        }
      }),
    ),
  )
  return { components, warnings: survey.warnings }
}

/** What is newer than what a component was made with. @param equalParts for whom a new contract changes nothing */
export function updatesOf(
  entry: ScopeEntry,
  entries: ReadonlyMap<string, ScopeEntry>,
  equalParts: ReadonlySet<string> = new Set(),
): readonly Update[] {
  const updates = entry.dependencies.flatMap((id): Update[] => {
    const head = entries.get(componentKey(id))
    if (head === undefined || head.removed === true || !isNewer(head, id)) return []
    return [{ id: componentKey(id), from: id.version as string, to: head.id.version as string }]
  })
  const contract = equalParts.has(componentKey(entry.id)) ? undefined : contractUpdate(entry, entries)
  return contract === undefined ? updates : [...updates, contract]
}

function isNewer({ id: { version: head }, component }: ScopeEntry, { version }: ComponentId): boolean {
  if (head === undefined || version === undefined || head === version) return false
  if (isTag(head) && isTag(version)) return gt(head, version)
  // Of snaps only that they are known and not the head can be told here.
  return component.versions[version] !== undefined || !isTag(version)
}

/** The contract of a generated part, where its document is another one than when the part was made. */
export function contractUpdate(
  { madeFrom, date }: ScopeEntry,
  entries: ReadonlyMap<string, ScopeEntry>,
): Update | undefined {
  const contract = madeFrom === undefined ? undefined : entries.get(madeFrom)
  const spans = contract?.documents ?? []
  const then = spans.find(({ since }) => since <= date)
  if (madeFrom === undefined || contract === undefined || then === undefined || then === spans[0]) return undefined
  const tag = Object.entries(contract.component.versions).find(([, hash]) => hash === then.version)?.[0]
  return { id: madeFrom, from: tag ?? then.version, to: contract.id.version as string }
}

/** Those whose imports change for sure: a part of a contract may come out as it was. */
function certainOf(
  planned: ReadonlySet<string>,
  entries: ReadonlyMap<string, ScopeEntry>,
  behind: ReadonlyMap<string, readonly Update[]>,
): ReadonlySet<string> {
  const imports = new Graph()
  const isBehind = (key: string): boolean => {
    const { madeFrom } = entries.get(key) as ScopeEntry
    return (behind.get(key) ?? []).some(({ id }) => id !== madeFrom)
  }
  for (const key of planned) {
    imports.addNode(key)
    for (const id of (entries.get(key) as ScopeEntry).dependencies) {
      if (planned.has(componentKey(id))) imports.addEdge(key, componentKey(id))
    }
  }
  const first = [...planned].filter(isBehind)
  return new Set([...first, ...imports.transitiveDependents(first)])
}

function restrict(graph: Graph, keys: ReadonlySet<string>): Graph {
  const result = new Graph()
  for (const key of keys) {
    result.addNode(key)
    for (const other of graph.dependenciesOf(key)) if (keys.has(other)) result.addEdge(key, other)
  }
  return result
}

interface Held {
  readonly behind: ReadonlyMap<string, readonly Update[]>
  readonly breakages: ReadonlyMap<string, Breakage>
}

/**
 * What failed with the very same versions, and all that depends on it. Where something below is to be updated, it may
 * pass with that.
 */
function heldBack(graph: Graph, { behind, breakages }: Held): ReadonlyMap<string, string> {
  const held = new Map<string, string>()
  for (const unit of buildOrder(graph)) {
    const below = unit.flatMap((key) => [...graph.dependenciesOf(key)]).filter((key) => !unit.includes(key))
    const known = unit.find((key) => {
      const tried = breakages.get(key)?.updates
      return tried !== undefined && sameUpdates(tried, behind.get(key) ?? [])
    })
    const waitsFor = below.find((key) => held.has(key))
    const by = waitsFor === undefined ? undefined : held.get(waitsFor)
    const isHeld = known !== undefined && below.every((key) => held.has(key))
    for (const key of unit) {
      if (by !== undefined) held.set(key, by)
      else if (isHeld) held.set(key, known)
    }
  }
  return held
}

function sameUpdates(a: readonly Update[], b: readonly Update[]): boolean {
  const words = (updates: readonly Update[]): string =>
    updates
      .map(({ id, to }) => `${id}@${to}`)
      .toSorted()
      .join(' ')
  return words(a) === words(b)
}
