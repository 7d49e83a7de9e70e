import type { Bump } from '@tessera/contract.compare'
import { buildOrder } from '@tessera/core.graph'
import type { Graph } from '@tessera/core.graph'
import { componentKey, formatId, TesseraError, withVersion } from '@tessera/core.model'
import { importGraph, type ComponentNode } from '@tessera/workspace.files'
import { matchComponents } from '@tessera/workspace.versions'
import { gt, valid } from 'semver'
import { checkLevels } from './check-levels.ts'
import { checkPlan } from './check-plan.ts'
import type { ContractChange } from './contract-change.ts'
import { changeOf, nextVersion } from './next-version.ts'
import type { TagLevel } from './next-version.ts'

/** A component of the workspace with what its scope knows of it. */
export interface TagCandidate {
  readonly component: ComponentNode
  /** `absent`: `.bitmap` has a version whose objects the scope lacks. */
  readonly state: 'new' | 'modified' | 'unmodified' | 'absent'
  /** Tags that exist. */
  readonly versions: readonly string[]
  /** The tag (or hash of a snap) of the newest version. */
  readonly head?: string | undefined
  /** Dependencies of the version of `.bitmap`: `scope/name` to version. */
  readonly recorded?: ReadonlyMap<string, string> | undefined
  /** Of a modified contract, or a modified part of one. `absent`: the objects of the contract's version are missing. */
  readonly change?: ContractChange | 'absent' | undefined
}

export interface TagOptions {
  /** Only these of the new and modified components; none are all. */
  readonly patterns?: readonly string[] | undefined
  /** For components that are tagged by themselves; dependents get a patch. */
  readonly level?: TagLevel | undefined
  /** The exact version for every component that is tagged by itself. */
  readonly version?: string | undefined
  readonly message?: string | undefined
  /** Leaves dependents at the versions they have. */
  readonly skipAutoTag?: boolean | undefined
  readonly dryRun?: boolean | undefined
  /** Tags over issues and in cycles. */
  readonly ignoreIssues?: boolean | undefined
  /** Tags from an older version than the newest. */
  readonly ignoreNewestVersion?: boolean | undefined
  /** Tags unmodified components too. */
  readonly unmodified?: boolean | undefined
  readonly skipBuild?: boolean | undefined
  /** Why a version may say less than the change of a contract does: kept in the log. */
  readonly allowBreaking?: string | undefined
}

export interface TagInput extends TagOptions {
  readonly candidates: readonly TagCandidate[]
}

export interface PlannedTag {
  /** `scope/name` */
  readonly key: string
  /** With the new version. */
  readonly id: string
  /** The version of `.bitmap`; none for a first tag. */
  readonly from?: string
  readonly version: string
  readonly action: 'tagged' | 'auto-tagged'
  /** In words: `new`, `modified`, `depends on acme.shared/money/types@1.0.1`. */
  readonly reason: string
  /** What the change of its contract asks for, from 1.0.0 on. */
  readonly change?: Bump
  readonly message: string
}

export interface TagPlan {
  /** Dependencies before dependents. */
  readonly tags: readonly PlannedTag[]
  /** Of each contract whose change decides a version. */
  readonly changes: readonly ContractChange[]
}

/**
 * Which components get which version, and why: those that are new or modified (or named), and each transitive dependent
 * that has versions once; a contract takes its modified parts along. Pure; the order of the candidates makes no difference.
 * @throws TesseraError `LEVEL_TOO_LOW` and `LINE_NOT_RAISED` (exit code 1), `VERSION_EXISTS`, `INVALID_VERSION`, `NEWER_VERSION_EXISTS`, `COMPONENT_ISSUES`, `NO_BASELINE`,
 * `CIRCULAR_DEPENDENCY`, `DEPENDENCY_NOT_TAGGED`, and those of `matchComponents`
 */
export function planTag(input: TagInput): TagPlan {
  if (input.version !== undefined) checkVersion(input.version)
  const candidates = new Map(input.candidates.map((candidate) => [candidate.component.key, candidate]))
  const graph = importGraph(input.candidates.map((candidate) => candidate.component))
  const tagged = chooseTagged(input, candidates)
  const withParts = input.skipAutoTag === true ? tagged : new Set([...tagged, ...modifiedParts(tagged, candidates)])
  const autoTagged = input.skipAutoTag === true ? new Set<string>() : findDependents(withParts, candidates, graph)
  const planned = [...candidates.values()].filter(
    ({ component }) => withParts.has(component.key) || autoTagged.has(component.key),
  )
  checkPlan(planned, graph, input)
  const versions = new Map(
    planned.map((each) => [each.component.key, nextVersion(each, tagged.has(each.component.key) ? input : {})]),
  )
  checkLevels(planned, versions, input)
  const inOrder = buildOrder(withContracts(graph, input.candidates))
    .flat()
    .flatMap((key) => (versions.has(key) ? [candidates.get(key) as TagCandidate] : []))
  return {
    tags: inOrder.map((candidate) => plannedTag(candidate, versions, tagged.has(candidate.component.key), input)),
    changes: changesOf(inOrder),
  }
}

/** A contract without its parts would leave them with the sources of another. */
function modifiedParts(tagged: ReadonlySet<string>, candidates: ReadonlyMap<string, TagCandidate>): readonly string[] {
  return [...candidates.values()]
    .filter(({ component, state }) => state === 'modified' && tagged.has(component.derived?.contract ?? ''))
    .map(({ component }) => component.key)
}

/** Contracts before their parts, so that the log tells which version of a contract a part was made from. */
function withContracts(graph: Graph, candidates: readonly TagCandidate[]): Graph {
  const result = importGraph(candidates.map((candidate) => candidate.component))
  for (const { component } of candidates) {
    const contract = component.derived?.contract
    if (contract !== undefined && graph.has(contract)) result.addEdge(component.key, contract)
  }
  return result
}

function changesOf(planned: readonly TagCandidate[]): readonly ContractChange[] {
  const changes = planned.flatMap(({ change }) => (change === undefined || change === 'absent' ? [] : [change]))
  const byContract = new Map(changes.map((change) => [`${change.contract} ${change.against}`, change]))
  return [...byContract.values()].filter(({ verdict }) => verdict.findings.length > 0)
}

function checkVersion(version: string): void {
  if (valid(version) === version) return
  throw new TesseraError('INVALID_VERSION', `"${version}" is no version`, {
    hint: 'a version is semver: 1.2.0, or 2.0.0-beta.1',
  })
}

function chooseTagged(input: TagInput, candidates: ReadonlyMap<string, TagCandidate>): ReadonlySet<string> {
  const nodes = input.candidates.map((candidate) => candidate.component)
  const named = matchComponents(input.patterns ?? [], nodes).map((component) => component.key)
  const isWanted = (key: string): boolean => input.unmodified === true || candidates.get(key)?.state !== 'unmodified'
  return new Set(named.filter(isWanted))
}

/** Only what has versions can be bumped, and only for the sake of a component that had one. */
function findDependents(
  tagged: ReadonlySet<string>,
  candidates: ReadonlyMap<string, TagCandidate>,
  graph: Graph,
): ReadonlySet<string> {
  const found = new Set<string>()
  const queue = [...tagged]
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const version = candidates.get(key)?.component.id.version
    if (version === undefined) continue
    for (const dependent of graph.dependentsOf(key)) {
      const candidate = candidates.get(dependent)
      if (candidate?.component.id.version === undefined || tagged.has(dependent) || found.has(dependent)) continue
      if (wouldDowngrade(candidate, key, version)) continue
      found.add(dependent)
      queue.push(dependent)
    }
  }
  return found
}

/** The dependent was recorded with a newer version of the dependency than the one in the workspace. */
function wouldDowngrade(dependent: TagCandidate, dependency: string, version: string): boolean {
  const recorded = dependent.recorded?.get(dependency)
  return recorded !== undefined && valid(recorded) !== null && valid(version) !== null && gt(recorded, version)
}

function plannedTag(
  candidate: TagCandidate,
  versions: ReadonlyMap<string, string>,
  isTagged: boolean,
  { message = '', allowBreaking }: TagOptions,
): PlannedTag {
  const { component, state } = candidate
  const change = changeOf(candidate)
  const version = versions.get(component.key) as string
  const { version: from } = component.id
  return {
    key: component.key,
    id: formatId(withVersion(component.id, version)),
    ...(from === undefined ? {} : { from }),
    version,
    action: isTagged ? 'tagged' : 'auto-tagged',
    reason: isTagged ? state : reasonOf(component, versions),
    ...(change === undefined || change === 'none' ? {} : { change }),
    message: withAllowance(isTagged ? message : bumpMessage(message), change === 'major' ? allowBreaking : undefined),
  }
}

function reasonOf(component: ComponentNode, versions: ReadonlyMap<string, string>): string {
  const dependencies = bumpedDependencies(component, versions)
  if (dependencies.length > 0) return `depends on ${dependencies.join(', ')}`
  return `made from ${component.derived?.contract}`
}

function bumpedDependencies(component: ComponentNode, versions: ReadonlyMap<string, string>): readonly string[] {
  const { components, devComponents } = component.dependencies
  const keys = new Set([...components, ...devComponents].map(({ id }) => componentKey(id)))
  return [...keys].filter((key) => versions.has(key)).map((key) => `${key}@${versions.get(key)}`)
}

/** Bit's wording. */
function bumpMessage(message: string): string {
  return message === '' ? 'bump dependencies versions' : `${message} (bump dependencies versions)`
}

function withAllowance(message: string, reason: string | undefined): string {
  if (reason === undefined) return message
  const allowed = `breaking change allowed: ${reason}`
  return message === '' ? allowed : `${message} (${allowed})`
}
