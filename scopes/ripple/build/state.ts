import { join } from 'node:path'
import type { Diagnostic } from '@tessera/core.model'
import { sha256 } from '@tessera/core.model'
import { readIfExists, writeAtomic } from './disk.ts'
import { tesseraDir } from './home.ts'
import { toolVersion } from './tool.ts'

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
  /** Number of the last build in which it stood as sound. */
  at: number
  /** Everything the key holds but the interfaces of dependencies. */
  readonly own: string
  /** Of generated parts: identifies the generated files, and the documents they were made from. */
  readonly generated: { readonly files: string; readonly documents: string }
  /** Interface of each unit it imports, by id. */
  readonly imports: Readonly<Record<string, string>>
  readonly facts: CheckFacts
  /** Size and modification time of each output, in their order: equal means untouched. */
  readonly stamps: readonly (readonly [size: number, mtimeMs: number])[]
}

export interface ContractState {
  readonly key: string
  /** Hash of the `contract.json`. */
  readonly document: string
  /** What was found, and did not make it fail. */
  readonly warnings: readonly Diagnostic[]
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
  /** By contract: what its last evaluation gave. */
  readonly contracts: Record<string, ContractState>
  /** By contract: its documents, each from which build on, in order; their texts are in the cache. */
  readonly documents: Record<string, (readonly [build: number, hash: string])[]>
  /** By part: the hash of the document it was generated from. */
  readonly parts: Record<string, string>
}

/** Goes up whenever the shape of the state changes. */
const FORMAT = 3

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

/** What was saved; nothing where it is of another version, cut short or edited. */
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
  const body = JSON.stringify(state)
  writeAtomic(pathOf(root), `${headOf(body)}\n${body}`)
}

function pathOf(root: string): string {
  return join(tesseraDir(root), 'state.json')
}

/** A checksum stands for a test of the shape: what is whole and of this version was written by `saveState`. */
function headOf(body: string): string {
  return `tessera-state ${FORMAT} ${toolVersion} ${sha256(body)}`
}

function parse(text: string): BuildState | undefined {
  const end = text.indexOf('\n')
  const body = text.slice(end + 1)
  return end >= 0 && text.slice(0, end) === headOf(body) ? (JSON.parse(body) as BuildState) : undefined
}
