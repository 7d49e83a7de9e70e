import { componentKey, formatId, isSnap, isTag, packageName, TesseraError, type Emit } from '@tessera/core.model'
import type { ComponentNode } from '@tessera/workspace.files'
import { fetchClosure, fetchVersions, type Fetcher, type LocalVersion } from '@tessera/workspace.transfer'
import { isExactPattern, mapLimited, matchComponents } from '@tessera/workspace.versions'
import { satisfies } from 'semver'
import checkName from 'validate-npm-package-name'
import { isOfContract } from './contract-of.ts'
import { dependencyRange, distTag, isRange } from './ranges.ts'
import type { Lookup, Registry } from './registry.ts'
import type { LeftOut, PublishOptions } from './types.ts'

/** One version and what its registry has of it. */
export interface PlannedPackage {
  readonly local: LocalVersion
  readonly packageName: string
  readonly registry: Registry
  readonly lookup: Lookup
  /** The dist-tag it is to get. */
  readonly tag: string
  /** The package that needs it, where it was not asked for. */
  readonly neededBy?: string | undefined
}

export interface PublishPlan {
  /** What was asked for and what that needs and the registry lacks. */
  readonly packages: readonly PlannedPackage[]
  /** All that the code of these imports, at the versions they were built with. */
  readonly closure: readonly LocalVersion[]
  readonly left: readonly LeftOut[]
}

export interface PlanInput {
  readonly nodes: readonly ComponentNode[]
  readonly fetcher: Fetcher
  readonly registryOf: (packageName: string) => Registry
  readonly options: PublishOptions
}

/** npm is a process a question. */
const QUESTIONS = 4

/**
 * What is to be published, asked of the registry; changes nothing but the objects of the local scope.
 * @throws TesseraError `NOT_TAGGED`, `NAME_REFUSED`, `NO_REGISTRY`, `REGISTRY_DENIED`, `REGISTRY_FAILED`, `USAGE`, those of
 * `matchComponents`
 */
export async function planPublish(
  { nodes, fetcher, registryOf, options }: PlanInput,
  emit: Emit,
): Promise<PublishPlan> {
  if (options.tag !== undefined && isRange(options.tag)) {
    throw new TesseraError('USAGE', `"${options.tag}" reads like a version: npm takes it for no dist-tag`, {
      hint: '--tag next',
    })
  }
  const { chosen, left } = chooseTagged(nodes, options.patterns ?? [])
  const requests = chosen.map(({ id, key }) => ({ id, why: `${key} is in this workspace` }))
  const wanted = await fetchVersions(fetcher, requests)
  const closure = await fetchClosure(fetcher, wanted)
  refuseSnaps(closure)
  refuseNames(closure)
  const asked = new Set(wanted.map(({ id }) => formatId(id)))
  let done = 0
  const looked = await mapLimited(
    closure,
    async (local): Promise<PlannedPackage> => {
      const name = packageName(local.id)
      const version = local.id.version as string
      const registry = registryOf(name)
      const lookup = await registry.lookUp(name, version)
      emit({ type: 'progress', task: 'asking the registry', done: ++done, total: closure.length })
      const tag = options.tag ?? distTag(version, lookup.versions)
      const neededBy = asked.has(formatId(local.id)) ? undefined : dependentOf(local, closure)
      return { local, packageName: name, registry, lookup, tag, neededBy }
    },
    QUESTIONS,
  )
  return { packages: looked.filter((planned) => planned.neededBy === undefined || isLacking(planned)), closure, left }
}

/** A version that was not asked for is lacking where nothing the registry has may take its place. */
function isLacking({ local, lookup }: PlannedPackage): boolean {
  const range = dependencyRange({ version: local.id.version as string, ofContract: isOfContract(local) })
  return !lookup.versions.some((version) => satisfies(version, range))
}

function chooseTagged(
  nodes: readonly ComponentNode[],
  patterns: readonly string[],
): { readonly chosen: readonly ComponentNode[]; readonly left: readonly LeftOut[] } {
  const matched = matchComponents(patterns, nodes)
  const chosen = matched.filter(({ id }) => id.version !== undefined && isTag(id.version))
  const left = matched
    .filter((node) => !chosen.includes(node))
    .map(({ key, id }) => ({ key, reason: id.version === undefined ? 'new' : 'a snap' }))
  const isNamed = patterns.length > 0 && patterns.every(isExactPattern)
  const [first] = left
  if (first !== undefined && (chosen.length === 0 || isNamed)) {
    const more = left.length > 1 ? ` (and ${left.length - 1} more)` : ''
    throw new TesseraError('NOT_TAGGED', `${first.key} is ${first.reason}: only tagged versions are published${more}`, {
      hint: isNamed ? `tessera tag ${first.key}` : 'tessera tag',
    })
  }
  return { chosen, left }
}

function refuseSnaps(closure: readonly LocalVersion[]): void {
  const snap = closure.find(({ id }) => isSnap(id.version as string))
  if (snap === undefined) return
  const by = dependentOf(snap, closure)
  throw new TesseraError(
    'NOT_TAGGED',
    `${by} depends on ${formatId(snap.id)}, a snap: only tagged versions are published`,
    {
      hint: `tag ${formatId({ scope: snap.id.scope, name: snap.id.name })}, then what depends on it`,
    },
  )
}

/** Scopes have more letters than names of packages, and npm takes what is no name for a folder. */
function refuseNames(closure: readonly LocalVersion[]): void {
  for (const { id } of closure) {
    const name = packageName(id)
    const { validForNewPackages, errors = [], warnings = [] } = checkName(name)
    if (validForNewPackages) continue
    throw new TesseraError(
      'NAME_REFUSED',
      `npm takes no package named ${name}: ${[...errors, ...warnings].join(', ')}`,
      {
        hint: `tessera rename ${componentKey(id)} <name> --scope <scope>, then tag it`,
      },
    )
  }
}

function dependentOf({ id }: LocalVersion, closure: readonly LocalVersion[]): string {
  const dependent = closure.find(({ version }) =>
    version.dependencies.some((dependency) => formatId(dependency.id) === formatId(id)),
  )
  return dependent === undefined ? 'a package' : packageName(dependent.id)
}
