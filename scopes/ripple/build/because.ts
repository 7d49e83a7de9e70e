import { join } from 'node:path'
import { parseDocument } from '@tessera/contract.define/document'
import type { ContractDocument } from '@tessera/contract.define/document'
import type { Diagnostic } from '@tessera/core.model'
import type { Unit } from '@tessera/ripple.plan'
import type { Cache } from './cache.ts'
import type { Outcome } from './check.ts'
import { readIfExists } from './disk.ts'
import { diffDocuments } from './document-diff.ts'
import type { DocumentChange } from './document-diff.ts'
import type { BuildState, UnitState } from './state.ts'

export interface BecauseContext {
  readonly root: string
  readonly units: ReadonlyMap<string, Unit>
  readonly state: BuildState
  readonly cache: Cache
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/**
 * The same findings, each with the change of a component that is behind it, as far as that can be told: a contract
 * first, with what of it changed that the finding mentions.
 */
export function explain(
  unit: Unit,
  diagnostics: readonly Diagnostic[],
  context: BecauseContext,
): readonly Diagnostic[] {
  const last = context.state.units[unit.id]
  if (last === undefined) return diagnostics
  const below = ripplesBelow(unit, context.units)
  const contracts = below.flatMap((id) => changedContract(id, last, context) ?? [])
  const other = movedBelow(unit, below, last, context)
  return diagnostics.map((diagnostic) => {
    const because = byContract(diagnostic, contracts, context.root) ?? other
    return diagnostic.severity !== 'error' || because === undefined ? diagnostic : { ...diagnostic, because }
  })
}

/** All that a unit stands on, contracts of generated parts included. */
function ripplesBelow(unit: Unit, units: ReadonlyMap<string, Unit>): readonly string[] {
  const found = new Set<string>()
  const stack = [...unit.after]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (found.has(id)) continue
    found.add(id)
    stack.push(...(units.get(id)?.after ?? []))
  }
  return [...found]
}

interface ChangedContract {
  readonly key: string
  readonly changes: readonly DocumentChange[]
}

/** A contract that is not what it was when the unit last passed. */
function changedContract(id: string, last: UnitState, { state, cache }: BecauseContext): ChangedContract | undefined {
  const history = state.documents[id] ?? []
  const now = history.at(-1)?.[1]
  const then = history.findLast(([build]) => build <= last.at)?.[1]
  if (now === undefined || then === undefined || now === then) return undefined
  const [before, after] = [documentOf(then, cache), documentOf(now, cache)]
  return { key: id, changes: before && after ? diffDocuments(before, after) : [] }
}

function documentOf(hash: string, cache: Cache): ContractDocument | undefined {
  const text = cache.get('documents', hash)?.files[0]
  return text === undefined ? undefined : parseDocument(Buffer.from(text).toString('utf8'), 'contract.json')
}

/** Without a contract behind it: the components whose own sources moved, else what is imported directly. */
function movedBelow(
  unit: Unit,
  below: readonly string[],
  last: UnitState,
  { outcomes }: BecauseContext,
): string | undefined {
  const moved = (id: string): boolean => outcomes.get(id)?.moved === true
  const roots = below.filter((id) => moved(id) && outcomes.get(id)?.reason === 'own sources')
  const direct = unit.imports.filter((id) => outcomes.get(id)?.facts?.interface !== last.imports[id])
  const named = direct.length === 0 ? [] : roots.length > 0 ? roots : direct
  return named.length === 0 ? undefined : `${named.slice(0, 3).join(', ')} changed`
}

function byContract(diagnostic: Diagnostic, contracts: readonly ChangedContract[], root: string): string | undefined {
  if (contracts.length === 0) return undefined
  const words = new Set(`${diagnostic.message} ${sourceLine(diagnostic, root)}`.match(/[\p{L}\p{N}_$]+/gu))
  const scored = contracts.flatMap(({ key, changes }) =>
    changes.map((change) => ({ key, change, score: change.mentions.filter((name) => words.has(name)).length })),
  )
  const best = Math.max(0, ...scored.map((item) => item.score))
  const fitting = scored.filter((item) => item.score === best && best > 0)
  const first = fitting[0]
  if (first === undefined) return `${contracts.map((contract) => contract.key).join(', ')} changed`
  const same = fitting.filter((item) => item.key === first.key && item.change.where === first.change.where)
  return `${first.key}: ${first.change.where} ${same.map((item) => item.change.what).join(', ')}`
}

function sourceLine({ location }: Diagnostic, root: string): string {
  if (location?.line === undefined) return ''
  return readIfExists(join(root, location.file))?.split('\n')[location.line - 1] ?? ''
}
