import { TesseraError } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'
import { latestTag, readBaseline, tagOf } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { isModifiedSince } from './compare.ts'
import { divergence } from './history.ts'
import type { Divergence } from './history.ts'
import { marksOf, pendingMarks, REMOVE } from './marks.ts'
import type { RemoteHeads } from './remote-heads.ts'

/** How one component stands against the local scope and the last known remote; plain data. */
export interface Standing {
  readonly state: 'new' | 'absent' | 'modified' | 'unmodified' | 'invalid'
  /** Versions that its scope was not sent yet, oldest first. */
  readonly staged: readonly string[]
  readonly outdated?: Outdated
  /** The local history and the remote's have both moved on. */
  readonly diverged?: true
  /** Its next version will say that it is deleted, and its remote's head does not. */
  readonly removedHere?: true
  /** Its remote's head says so, and it is not recovered here. */
  readonly removedThere?: true
  readonly error?: { readonly name: string; readonly message: string }
}

export interface Outdated {
  readonly headVersion: string
  /** The highest tag, where it is not the head. */
  readonly latestVersion?: string
}

/** Objects that cannot be read make a component `invalid`, they do not end the command. */
export async function readStanding(
  scope: Scope,
  component: ComponentNode,
  remoteHeads: RemoteHeads,
): Promise<Standing> {
  try {
    const baseline = await readBaseline(scope, component)
    const remoteHead = await remoteHeads(component.id)
    return {
      state: stateOf(component, baseline),
      ...(await removals(scope, { component, baseline, remoteHead })),
      ...(await progress(scope, baseline, remoteHead)),
    }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return { state: 'invalid', staged: [], error: { name: error.code, message: error.message } }
  }
}

function stateOf(component: ComponentNode, baseline: Baseline): Standing['state'] {
  if (baseline.state !== 'recorded') return baseline.state
  return isModifiedSince(component, baseline) ? 'modified' : 'unmodified'
}

interface Known {
  readonly component: ComponentNode
  readonly baseline: Baseline
  readonly remoteHead: string | undefined
}

async function removals(
  scope: Scope,
  { component, baseline, remoteHead }: Known,
): Promise<Pick<Standing, 'removedHere' | 'removedThere'>> {
  const isHere = pendingMarks(component, baseline.state === 'recorded' ? baseline.object : undefined).removed
  const isFetched = hasVersions(baseline) && remoteHead !== undefined && (await scope.has(remoteHead))
  const isThere = isFetched && marksOf(await scope.readVersion(remoteHead)).removed
  const isRecovered = component.config?.[REMOVE]?.['removed'] === false
  return {
    ...(isHere && !isThere ? { removedHere: true } : {}),
    ...(isThere && !isRecovered ? { removedThere: true } : {}),
  }
}

async function progress(
  scope: Scope,
  baseline: Baseline,
  remoteHead: string | undefined,
): Promise<Pick<Standing, 'staged' | 'outdated' | 'diverged'>> {
  if (!hasVersions(baseline)) return { staged: [] }
  const { component: object } = baseline
  const between = await divergence(scope, object, remoteHead)
  const staged = between.ahead.map((hash) => tagOf(object, hash))
  if (between.ahead.length > 0 && between.behind.length > 0) return { staged, diverged: true }
  const outdated = outdatedBy(baseline, between, remoteHead)
  return { staged, ...(outdated === undefined ? {} : { outdated }) }
}

function hasVersions(baseline: Baseline): baseline is Baseline & { readonly component: ComponentObject } {
  return baseline.state !== 'absent' && baseline.component !== undefined
}

function outdatedBy(baseline: Baseline, { behind }: Divergence, remoteHead: string | undefined): Outdated | undefined {
  if (baseline.state !== 'recorded') return undefined
  const { component: object, hash: current } = baseline
  const head = behind.length > 0 ? remoteHead : object.head
  if (head === undefined || head === current) return undefined
  const [headVersion, latest] = [tagOf(object, head), latestTag(object)]
  return { headVersion, ...(latest === undefined || latest === headVersion ? {} : { latestVersion: latest }) }
}
