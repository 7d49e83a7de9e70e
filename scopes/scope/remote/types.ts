import type { ComponentId } from '@tessera/core.model'
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
}
