import { TesseraError } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'
import { readBaseline } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { isModifiedSince } from './compare.ts'
import { divergence } from './history.ts'
import { marksOf, pendingMarks } from './marks.ts'
import type { Marks } from './marks.ts'
import type { Divergence } from './history.ts'
import type { RemoteHeads } from './remote-heads.ts'

/** How one component stands against the local scope and the last known remote. */
export interface Standing {
  readonly component: ComponentNode
  readonly state: 'new' | 'absent' | 'modified' | 'unmodified' | 'invalid'
  /** Hash of the version of `.bitmap`. */
  readonly current?: string
  readonly object?: ComponentObject
  readonly remoteHead?: string
  readonly divergence: Divergence
  /** What its next version will say of it. */
  readonly marks?: Marks
  /** What the remote's head says of it, as far as it was fetched. */
  readonly remoteMarks?: Marks
  readonly error?: { readonly name: string; readonly message: string }
}

const EVEN: Divergence = { ahead: [], behind: [] }

/** Objects that cannot be read make a component `invalid`, they do not end the command. */
export async function readStanding(
  scope: Scope,
  component: ComponentNode,
  remoteHeads: RemoteHeads,
): Promise<Standing> {
  try {
    const baseline = await readBaseline(scope, component)
    const state = stateOf(component, baseline)
    const marks = pendingMarks(component, baseline.state === 'recorded' ? baseline.object : undefined)
    if (baseline.state === 'absent' || baseline.component === undefined) {
      return { component, state, marks, divergence: EVEN }
    }
    const remoteHead = await remoteHeads(component.id)
    const isFetched = remoteHead !== undefined && (await scope.has(remoteHead))
    return {
      component,
      state,
      marks,
      ...(isFetched ? { remoteMarks: marksOf(await scope.readVersion(remoteHead)) } : {}),
      object: baseline.component,
      ...(baseline.state === 'recorded' ? { current: baseline.hash } : {}),
      ...(remoteHead === undefined ? {} : { remoteHead }),
      divergence: await divergence(scope, baseline.component, remoteHead),
    }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return { component, state: 'invalid', divergence: EVEN, error: { name: error.code, message: error.message } }
  }
}

function stateOf(component: ComponentNode, baseline: Baseline): Standing['state'] {
  if (baseline.state !== 'recorded') return baseline.state
  return isModifiedSince(component, baseline) ? 'modified' : 'unmodified'
}
