import type { ComponentId } from '@tessera/core.model'

export type ObjectType =
  | 'Source'
  | 'Component'
  | 'Version'
  | 'ScopeMeta'
  | 'VersionHistory'
  | 'Symlink'
  | 'Lane'
  | 'LaneHistory'
  | 'ExportMetadata'

/** One object as it lies on disk, inflated: `<type> <hash> <length>\0<body>`. */
export interface RawObject {
  readonly type: ObjectType
  /** 40 hex digits; also the file's name. */
  readonly hash: string
  readonly body: Buffer
}

/** The one mutable object of a component, at sha1(`scope/name`). Fields in the order Bit writes them. */
export interface ComponentObject {
  readonly name: string
  readonly scope: string
  /** Tag to Version hash, in the order they were made. */
  readonly versions: Readonly<Record<string, string>>
  readonly lang?: string
  readonly deprecated?: boolean
  readonly bindingPrefix?: string
  readonly remotes?: readonly { readonly url: string; readonly name: string; readonly date: string }[]
  readonly schema?: string
  /** Hash of the newest Version on main. */
  readonly head?: string
  /** Tags made here that were not exported yet: `{ versions: { '0.0.2': { local: true } } }`. Never sent. */
  readonly state?: { readonly versions?: Readonly<Record<string, { readonly local?: boolean }>> }
  /** Fields of other Bit generations, kept as found. */
  readonly rest?: Readonly<Record<string, unknown>>
}

export interface VersionFile {
  /** Source hash. */
  readonly file: string
  readonly relativePath: string
  readonly name: string
  readonly test: boolean
}

export interface VersionLog {
  readonly message: string
  /** Epoch milliseconds as a string. */
  readonly date: string
  readonly username?: string
  readonly email?: string
}

export interface VersionDependency {
  /** With an exact version. */
  readonly id: ComponentId
  /** Empty, but in legacy versions, where they are kept as found. */
  readonly relativePaths: readonly unknown[]
  readonly packageName?: string
  readonly versionRange?: string
}

/** One immutable version of a component. */
export interface VersionObject {
  readonly files: readonly VersionFile[]
  readonly mainFile: string
  readonly bindingPrefix?: string
  readonly schema?: string
  readonly log: VersionLog
  readonly dependencies: readonly VersionDependency[]
  readonly devDependencies: readonly VersionDependency[]
  /** Transitive closure of dependencies and devDependencies, exact versions, without itself. */
  readonly flattenedDependencies: readonly ComponentId[]
  readonly packageDependencies: Readonly<Record<string, string>>
  readonly devPackageDependencies: Readonly<Record<string, string>>
  readonly peerPackageDependencies: Readonly<Record<string, string>>
  readonly extensions: readonly unknown[]
  /** Hashes; none for the first version. */
  readonly parents: readonly string[]
  /** Fields of other Bit generations, kept as found. */
  readonly rest?: Readonly<Record<string, unknown>>
}
