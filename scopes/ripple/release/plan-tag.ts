import type { Bump } from '@tessera/contract.compare'
import { buildOrder } from '@tessera/core.graph'
import type { Graph } from '@tessera/core.graph'
import { componentKey, formatId, isSnap, TesseraError, withVersion } from '@tessera/core.model'
import { importGraph, type ComponentNode, type WorkspaceNode } from '@tessera/workspace.files'
import { matchComponents, type SoftTag } from '@tessera/workspace.versions'
import { gt, valid } from 'semver'
import { checkLevels } from './check-levels.ts'
import { checkPlan } from './check-plan.ts'
import type { ContractChange } from './contract-change.ts'
import { changeOf, nextVersion } from './next-version.ts'
import type { TagLevel } from './next-version.ts'
import type { VersionsFile } from './versions-file.ts'
import { readWish, wishFor } from './wish.ts'

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
  /**
   * What a contract, or a part of one, changed since its newest tag; of one that is at that tag, nothing. `absent`: the
   * objects of the contract's version are missing.
   */
  readonly change?: ContractChange | 'absent' | undefined
  /** Hash of the head that is being merged into it. */
  readonly merging?: string | undefined
  /** What a soft tag noted for it. */
  readonly soft?: SoftTag | undefined
}

export interface TagOptions {
  /** `snap`: versions that are known by their hashes, and leave the tags as they are. Default `tag`. */
  readonly kind?: 'tag' | 'snap' | undefined
  /** Only these of the new and modified components; none are all. A version or level may follow: `a@1.2.0`, `b@minor`. */
  readonly patterns?: readonly string[] | undefined
  /** For components that are tagged by themselves; dependents get a patch. */
  readonly level?: TagLevel | undefined
  /** The exact version for every component that is tagged by itself. */
  readonly version?: string | undefined
  /** How often the level is raised. Default 1. */
  readonly incrementBy?: number | undefined
  /** What stands behind the dash of a pre-release: `beta`. */
  readonly preReleaseId?: string | undefined
  /** For dependents. Default patch, or what the change of their contract asks for; a pre-release where `level` is one. */
  readonly autoTagLevel?: TagLevel | undefined
  /** Versions of single components, over `level` and `version`. */
  readonly versions?: VersionsFile | undefined
  /** Only components whose newest version is a snap. */
  readonly snapped?: boolean | undefined
  /** Only components that are in the middle of a merge. */
  readonly unmerged?: boolean | undefined
  /** Notes the versions in `.bitmap` and makes none. */
  readonly soft?: boolean | undefined
  /** Makes the versions that a soft tag noted, those and no others. */
  readonly persist?: boolean | undefined
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
  /** With the new version; of a snap that is not made yet, without one. */
  readonly id: string
  /** The version of `.bitmap`; none for a first one. */
  readonly from?: string
  /** Empty for a snap that is not made yet: its hash follows from what it records. */
  readonly version: string
  readonly action: 'tagged' | 'auto-tagged' | 'snapped' | 'auto-snapped'
  /** In words: `new`, `modified`, `depends on acme.shared/money/types@1.0.1`. */
  readonly reason: string
  /** What the change of its contract asks for, from 1.0.0 on. */
  readonly change?: Bump
  readonly message: string
  /** Of a soft tag: who asked for it. */
  readonly author?: { readonly username?: string | undefined; readonly email?: string | undefined }
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
  const chosen = chooseTagged(input, candidates)
  const keys = withDependents(input, new Set(chosen.keys()), { candidates, graph })
  const planned = [...candidates.values()].filter(({ component }) => keys.has(component.key))
  checkPlan(planned, graph, input)
  const versions = versionsOf(planned, chosen, input)
  if (input.kind !== 'snap') checkLevels(planned, versions, input)
  const inOrder = buildOrder(withContracts(graph, input.candidates))
    .flat()
    .flatMap((key) => (versions.has(key) ? [candidates.get(key) as TagCandidate] : []))
  return {
    tags: inOrder.map((candidate) => plannedTag(candidate, versions, chosen.has(candidate.component.key), input)),
    changes: input.kind === 'snap' ? [] : changesOf(inOrder),
  }
}

/** With the modified parts of contracts, and every dependent that has versions. A soft tag noted them all already. */
function withDependents(
  { skipAutoTag, persist }: TagInput,
  chosen: ReadonlySet<string>,
  { candidates, graph }: { readonly candidates: ReadonlyMap<string, TagCandidate>; readonly graph: Graph },
): ReadonlySet<string> {
  if (skipAutoTag === true || persist === true) return chosen
  const withParts = new Set([...chosen, ...modifiedParts(chosen, candidates)])
  return new Set([...withParts, ...findDependents(withParts, candidates, graph)])
}

function versionsOf(
  planned: readonly TagCandidate[],
  chosen: ReadonlyMap<string, string | undefined>,
  input: TagInput,
): ReadonlyMap<string, string> {
  return new Map(
    planned.map((each) => {
      const { key } = each.component
      if (input.kind === 'snap') return [key, ''] as const
      const source = { key, isTagged: chosen.has(key), soft: each.soft, named: chosen.get(key) }
      return [key, nextVersion(each, wishFor(source, input))] as const
    }),
  )
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

/** Keys of what is tagged by itself, each with the version or level that stood behind its pattern. */
function chooseTagged(
  input: TagInput,
  candidates: ReadonlyMap<string, TagCandidate>,
): ReadonlyMap<string, string | undefined> {
  const named = namedKeys(
    input.patterns ?? [],
    input.candidates.map((candidate) => candidate.component),
  )
  return new Map([...named].filter(([key]) => isWanted(candidates.get(key) as TagCandidate, input)))
}

function namedKeys(
  patterns: readonly string[],
  nodes: readonly WorkspaceNode[],
): ReadonlyMap<string, string | undefined> {
  const plain = patterns.map(splitWish)
  const keys = matchComponents(
    plain.map(({ pattern }) => pattern),
    nodes,
  ).map((component) => [component.key, undefined] as const)
  const wishes = plain.flatMap(({ pattern, wish }) =>
    wish === undefined ? [] : matchComponents([pattern], nodes).map((component) => [component.key, wish] as const),
  )
  return new Map<string, string | undefined>([...keys, ...wishes])
}

/** `orders-api/client@1.2.0` and `orders-api/client@minor`, but the package `@acme/orders.client` as it is. */
function splitWish(text: string): { readonly pattern: string; readonly wish?: string } {
  const at = text.lastIndexOf('@')
  if (at < 1) return { pattern: text }
  const wish = text.slice(at + 1)
  readWish(wish)
  return { pattern: text.slice(0, at), wish }
}

function isWanted(candidate: TagCandidate, options: TagOptions): boolean {
  const { state, merging, soft, head, component } = candidate
  const isSnapped = component.id.version !== undefined && head !== undefined && isSnap(head)
  if (options.persist === true) return soft !== undefined
  if (options.snapped === true) return isSnapped
  if (options.unmerged === true) return merging !== undefined
  if (options.unmodified === true || state !== 'unmodified' || merging !== undefined) return true
  return options.kind !== 'snap' && isSnapped
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
  options: TagOptions,
): PlannedTag {
  const { component } = candidate
  const isSnapping = options.kind === 'snap'
  const change = isSnapping ? undefined : changeOf(candidate)
  const version = versions.get(component.key) as string
  const { version: from } = component.id
  const past = isSnapping ? 'snapped' : 'tagged'
  return {
    key: component.key,
    id: formatId(withVersion(component.id, isSnapping ? undefined : version)),
    ...(from === undefined ? {} : { from }),
    version,
    action: isTagged ? past : `auto-${past}`,
    reason: isTagged ? ownReason(candidate) : reasonOf(component, versions),
    ...(change === undefined || change === 'none' ? {} : { change }),
    ...noteOf(candidate, { isTagged, isBreaking: change === 'major' }, options),
  }
}

function ownReason({ state, merging, component }: TagCandidate): string {
  if (merging !== undefined) return 'merged'
  return state === 'unmodified' && isSnap(component.id.version ?? '') ? 'snapped before' : state
}

/** Message and author; of a soft tag its own, where nothing else is said. */
function noteOf(
  { soft }: TagCandidate,
  { isTagged, isBreaking }: { readonly isTagged: boolean; readonly isBreaking: boolean },
  { message = '', allowBreaking, persist }: TagOptions,
): Pick<PlannedTag, 'message' | 'author'> {
  const noted = persist === true ? soft : undefined
  const own = message === '' ? (noted?.message ?? '') : message
  const reason = isBreaking ? allowBreaking : undefined
  const author = { username: noted?.username, email: noted?.email }
  return {
    message: withAllowance(isTagged ? own : bumpMessage(own), reason),
    ...(author.username === undefined && author.email === undefined ? {} : { author }),
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
  return [...keys].flatMap((key) => {
    const version = versions.get(key)
    return version === undefined ? [] : [version === '' ? key : `${key}@${version}`]
  })
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
