import type { ComponentId, Diagnostic } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { ObjectBatch } from '@tessera/scope.store'

export interface FetchOptions {
  /** Also the flattened dependencies that live in the same scope. */
  readonly dependencies?: boolean
  /** Also every ancestor of the versions, with its sources. */
  readonly history?: boolean
  /** What the caller has already: such Versions and Sources are left out of the batch. */
  readonly has?: (hash: string) => Promise<boolean>
}

export interface PushOptions {
  /** How long to wait for one other export to finish; milliseconds, 60,000 unless told. */
  readonly waitMs?: number
}

/** From when on the `contract.json` of a component was this Source; it was until the span before it begins. */
export interface DocumentSpan {
  readonly hash: string
  /** Hash of the first version that had it. */
  readonly version: string
  /** Epoch milliseconds of that version. */
  readonly since: number
}

/** A component of a scope at its head, with what others need to know of it. */
export interface ScopeEntry {
  /** With the version of its head: a tag where it has one. */
  readonly id: ComponentId
  /** Hash of that version. */
  readonly head: string
  readonly component: ComponentObject
  /** Epoch milliseconds of the head. */
  readonly date: number
  /** Direct ones with exact versions, those of tests included. */
  readonly dependencies: readonly ComponentId[]
  /** `scope/name` of the contract that it was generated from. */
  readonly madeFrom?: string
  /** Of a contract: its documents, the newest first. */
  readonly documents?: readonly DocumentSpan[]
  /** It was deleted softly. */
  readonly removed?: true
}

/** A newer version of something that a component depends on, or was generated from. */
export interface Update {
  /** `scope/name` */
  readonly id: string
  readonly from: string
  readonly to: string
}

/** Why a component could not be brought to newer versions of what it depends on. */
export interface Breakage {
  /** With the version that it stays at. */
  readonly id: string
  /** What it was tried with. */
  readonly updates: readonly Update[]
  /** Files are relative to the component. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Another scope, wherever it is. */
export interface Remote {
  /** Name of the scope it holds. */
  readonly name: string
  readonly url: string
  /** Every component of the scope, sorted by `scope/name`. */
  list(): Promise<readonly ComponentObject[]>
  /**
   * The given versions, or the heads where an id has none, with all their sources.
   * @throws TesseraError `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`
   */
  fetch(ids: readonly ComponentId[], options?: FetchOptions): Promise<ObjectBatch>
  /**
   * Adds versions to the scope, all of the batch or nothing.
   * @throws TesseraError `MERGE_CONFLICT`, `COMPONENT_NEEDS_UPDATE`, `MISSING_OBJECTS`, `INVALID_OBJECT`, `SCOPE_BUSY`
   */
  push(batch: ObjectBatch, options?: PushOptions): Promise<void>
  /**
   * Every component that has a version, sorted, with what it depends on: from an index that each push keeps, and that is
   * made again where it is lost, damaged or behind.
   */
  graph(): Promise<readonly ScopeEntry[]>
  /** Components that did not pass with newer dependencies, as far as that is about their heads; sorted by id. */
  breakages(): Promise<readonly Breakage[]>
  /**
   * Records that a component is broken, or where nothing is given that it is not; a push of the component clears it too.
   * @throws TesseraError `SCOPE_NOT_WRITABLE`
   */
  setBreakage(id: ComponentId, breakage: Breakage | undefined): Promise<void>
}
