import type { FileChange } from '@tessera/core.disk'
import type { ComponentId } from '@tessera/core.model'
import type { ComponentObject, RawObject, VersionObject } from '@tessera/scope.objects'

/** What one step adds to a scope. Written in this order, each through a temporary file and a rename. */
export interface ObjectBatch {
  readonly sources: readonly { readonly hash: string; readonly body: Buffer }[]
  readonly versions: readonly { readonly hash: string; readonly version: VersionObject }[]
  /** Last: a reader sees a component's new head only when all it needs is there. */
  readonly components: readonly ComponentObject[]
}

/** A scope on disk, local (`.bit`, `.git/bit`) or bare. */
export interface Scope {
  /** Absolute path of the scope's root: the folder of `scope.json` and `objects/`. */
  readonly path: string
  readonly name: string
  /** Scope name to URL, from scope.json. */
  readonly remotes: Readonly<Record<string, string>>
  setRemotes(remotes: Readonly<Record<string, string>>): Promise<void>
  has(hash: string): Promise<boolean>
  /** The same of an object that is about to be referred to: garbage collection leaves it for the time being. */
  keep(hash: string): Promise<boolean>
  /** @throws TesseraError `OBJECT_NOT_FOUND`, `CORRUPT_OBJECT` */
  readObject(hash: string): Promise<RawObject>
  /** The component, or undefined where the scope has none of this `scope/name`. */
  readComponent(id: ComponentId): Promise<ComponentObject | undefined>
  readVersion(hash: string): Promise<VersionObject>
  readSource(hash: string): Promise<Buffer>
  /** Every component of the scope, sorted by `scope/name`. */
  listComponents(): Promise<readonly ComponentObject[]>
  /**
   * Writes a batch. `along` changes the files of its Components instead, together with files of the caller, all or none.
   */
  write(batch: ObjectBatch, along?: (changes: readonly FileChange[]) => Promise<void>): Promise<void>
  /** Forgets components; their Versions and Sources stay, for who knows their hashes. */
  removeComponents(ids: readonly ComponentId[]): Promise<void>
  /** What `removeComponents` would take away, to be changed together with other files. */
  planRemoval(ids: readonly ComponentId[]): readonly FileChange[]
  /** Head that the remote was last known to have, by component; drives "staged". */
  remoteHeads(scope: string): Promise<ReadonlyMap<string, string>>
  /** What `setRemoteHeads` would write, to be changed together with other files. */
  planRemoteHeads(scope: string, heads: ReadonlyMap<string, string>): Promise<FileChange>
  /** Merges into what is known: component key to head. */
  setRemoteHeads(scope: string, heads: ReadonlyMap<string, string>): Promise<void>
}
