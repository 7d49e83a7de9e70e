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
  readonly units: Record<string, UnitState>
  /** By node: whether its sources, identified by a hash, augment globals or modules. */
  readonly augments: Record<string, readonly [sources: string, augments: boolean]>
  /** By contract: the key of its last evaluation and the hash of the `contract.json` it gave. */
  readonly contracts: Record<string, { readonly key: string; readonly document: string }>
  /** By part: the hash of the document it was generated from. */
  readonly parts: Record<string, string>
}

const FORMAT = 1

export function loadState(root: string): BuildState {
  const text = readIfExists(pathOf(root))
  const state = text === undefined ? undefined : parse(text)
  return state ?? { units: {}, augments: {}, contracts: {}, parts: {} }
}

export function saveState(root: string, state: BuildState): void {
  writeAtomic(pathOf(root), JSON.stringify({ format: FORMAT, ...state }))
}

function pathOf(root: string): string {
  return join(tesseraDir(root), 'state.json')
}

function parse(text: string): BuildState | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) && value['format'] === FORMAT ? (value as unknown as BuildState) : undefined
  } catch {
    return undefined
  }
}
