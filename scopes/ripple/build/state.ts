import { join } from 'node:path'
import { isRecord } from '@tessera/core.model'
import { readIfExists, writeAtomic } from './disk.ts'
import { tesseraDir } from './home.ts'

/** One emitted file, as it was last seen on disk. */
export interface Output {
  readonly node: string
  /** Relative to the node's `dist`. */
  readonly path: string
  readonly hash: string
}

/** What a unit was when it last passed the check. Its declarations are in the `dist` of its nodes. */
export interface CheckFacts {
  /** Interface hash: what its dependents key on. */
  readonly interface: string
  /** Ids of the other units that its declarations name. */
  readonly names: readonly string[]
  /** What its nodes execute: emitted JavaScript without comments, and data. */
  readonly runs: string
  readonly outputs: readonly Output[]
}

export interface UnitState {
  readonly key: string
  /** Number of the build in which it passed. */
  readonly at: number
  /** Everything the key holds but the interfaces of dependencies. */
  readonly own: string
  /** Interface of each unit it imports, by id. */
  readonly imports: Readonly<Record<string, string>>
  readonly facts: CheckFacts
  /** Size and modification time of each output, in their order: equal means untouched. */
  readonly stamps: readonly (readonly [size: number, mtimeMs: number])[]
}

/** What was last built here. A hint for speed and for wording, never believed where the disk says otherwise. */
export interface BuildState {
  /** How many builds there were. */
  build: number
  /** It is not what is on disk. */
  touched: boolean
  readonly units: Record<string, UnitState>
  /** By node: whether its sources, identified by a hash, augment globals or modules. */
  readonly augments: Record<string, readonly [sources: string, augments: boolean]>
  /** By contract: the key of its last evaluation and the hash of the `contract.json` it gave. */
  readonly contracts: Record<string, { readonly key: string; readonly document: string }>
  /** By contract: its documents, each from which build on, in order; their texts are in the cache. */
  readonly documents: Record<string, (readonly [build: number, hash: string])[]>
  /** By part: the hash of the document it was generated from. */
  readonly parts: Record<string, string>
}

const FORMAT = 2

/** How many documents of a contract are remembered. */
const DOCUMENTS = 20

/** Remembers the document that a contract has from this build on; true where it is another than before. */
export function recordDocument(state: BuildState, contract: string, hash: string): boolean {
  const history = (state.documents[contract] ??= [])
  if (history.at(-1)?.[1] === hash) return false
  history.push([state.build, hash])
  if (history.length > DOCUMENTS) history.shift()
  state.touched = true
  return true
}

export function loadState(root: string): BuildState {
  const text = readIfExists(pathOf(root))
  const state = text === undefined ? undefined : parse(text)
  return state ?? emptyState()
}

function emptyState(): BuildState {
  return { build: 0, touched: false, units: {}, augments: {}, contracts: {}, documents: {}, parts: {} }
}

/** Writes it where it was touched. */
export function saveState(root: string, state: BuildState): void {
  if (!state.touched) return
  state.touched = false
  writeAtomic(pathOf(root), JSON.stringify({ format: FORMAT, ...state }))
}

function pathOf(root: string): string {
  return join(tesseraDir(root), 'state.json')
}

function parse(text: string): BuildState | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value) || value['format'] !== FORMAT) return undefined
    const isWhole = Object.entries(emptyState()).every(([name, empty]) => typeof value[name] === typeof empty)
    return isWhole ? (value as unknown as BuildState) : undefined
  } catch {
    return undefined
  }
}
