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
  /** Own key by unit. */
  readonly own: ReadonlyMap<string, string>
  readonly cache: Cache
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/**
 * The same findings, each with the change of a component that is behind it, as far as that can be told: a change of a
 * contract that the finding mentions, else, where the unit itself is as it was, what changed below it.
 */
export function explain(
  unit: Unit,
  diagnostics: readonly Diagnostic[],
  context: BecauseContext,
): readonly Diagnostic[] {
  const last = context.state.units[unit.id]
  if (last === undefined) return diagnostics
  const isEdited = last.own !== context.own.get(unit.id)
  const below = ripplesBelow(unit, context.units)
  const contracts = withoutBorrowed(below.flatMap((id) => changedContract(id, last, context) ?? []))
  const general = isEdited ? undefined : (anyContract(contracts) ?? movedBelow(unit, below, last, context))
  return diagnostics.map((diagnostic) => {
    if (diagnostic.severity !== 'error') return diagnostic
    const because = byMention(diagnostic, contracts, { root: context.root, isEdited }) ?? general
    return because === undefined ? diagnostic : { ...diagnostic, because }
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

/** What a contract took from another that changed too is that one's change. */
function withoutBorrowed(contracts: readonly ChangedContract[]): readonly ChangedContract[] {
  const keys = new Set(contracts.map((contract) => contract.key))
  return contracts.map(({ key, changes }) => ({
    key,
    changes: changes.filter(({ origin }) => origin === undefined || origin === key || !keys.has(origin)),
  }))
}

function anyContract(contracts: readonly ChangedContract[]): string | undefined {
  const keys = contracts.filter((contract) => contract.changes.length > 0).map((contract) => contract.key)
  return keys.length === 0 ? undefined : `${keys.join(', ')} changed`
}

interface MentionContext {
  readonly root: string
  /** The sources of the unit changed as well: its own words prove nothing. */
  readonly isEdited: boolean
}

/** The change whose field the message names; else the one whose field stands in the line that it is about. */
function byMention(
  diagnostic: Diagnostic,
  contracts: readonly ChangedContract[],
  { root, isEdited }: MentionContext,
): string | undefined {
  const quotes = [...diagnostic.message.matchAll(/'([^']+)'/g)].map((match) => match[1] as string)
  // TypeScript quotes names and types: a field is one of the former, or stands in one of the latter.
  const [quoted, told] = [new Set(quotes), wordsOf(quotes.join(' '))]
  const written = wordsOf(sourceLine(diagnostic, root))
  const nearby = new Set([...told, ...written])
  const scored = contracts.flatMap(({ key, changes }) =>
    changes.map((change) => {
      const places = isEdited ? [told, quoted] : [written, told, quoted]
      const named = places.filter((words) => change.names.some((name) => words.has(name))).length
      const around = change.context.filter((name) => nearby.has(name)).length
      return { key, change, score: named === 0 ? 0 : named * 100 + around }
    }),
  )
  const best = Math.max(1, ...scored.map((item) => item.score))
  const fitting = scored.filter((item) => item.score === best)
  const first = fitting[0]
  if (first === undefined) return undefined
  const same = fitting.filter((item) => item.key === first.key && item.change.where === first.change.where)
  return `${first.key}: ${first.change.where} ${same.map((item) => item.change.what).join(', ')}`
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}\p{N}_$]+/gu))
}

function sourceLine({ location }: Diagnostic, root: string): string {
  if (location?.line === undefined) return ''
  return readIfExists(join(root, location.file))?.split('\n')[location.line - 1] ?? ''
}
