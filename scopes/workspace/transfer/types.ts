import type { ComponentId } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { MergeReport, MergeStrategy } from '@tessera/workspace.versions'

/** One version of a component that its remote does not have. */
export interface StagedVersion {
  readonly hash: string
  /** Absent for a snap. */
  readonly tag?: string
}

export interface ComponentExport {
  /** With the version of its head. */
  readonly id: ComponentId
  readonly head: string
  /** Oldest first. */
  readonly versions: readonly StagedVersion[]
}

export interface ScopeExport {
  readonly scope: string
  readonly url: string
  readonly components: readonly ComponentExport[]
}

/** What an export would send, scopes in the order of their dependencies. Empty where nothing is staged. */
export interface ExportPlan {
  readonly scopes: readonly ScopeExport[]
}

export interface ExportOptions {
  /** Ids or patterns; empty or absent: everything staged. */
  readonly patterns?: readonly string[] | undefined
}

export interface ExportResult {
  /** With the new `.bitmap`. */
  readonly workspace: Workspace
  readonly exported: readonly ScopeExport[]
}

export interface ImportOptions {
  /** `scope/name[@version]`, package names, `scope/name/*`, `scope/**`; none: objects of every component of `.bitmap`. */
  readonly patterns?: readonly string[] | undefined
  /** Overwrite local changes and foreign files. */
  readonly override?: boolean | undefined
  /** Merges local changes with the version; where both changed the same, markers or one side's file. */
  readonly merge?: MergeStrategy | undefined
  /** Also what the components depend on as source, so many steps down; `Infinity`: all of it. */
  readonly dependencies?: number | undefined
  /** Also every version of what they depend on; of the components themselves they are fetched anyhow. */
  readonly allHistory?: boolean | undefined
  /** Fetch into the local scope, touch no file. */
  readonly objectsOnly?: boolean | undefined
  /** Folder for the component, relative to the workspace; of several components, the folder they are put in. */
  readonly path?: string | undefined
  /** Write manifests and refresh the lock, but install nothing. */
  readonly skipInstall?: boolean | undefined
}

export interface ImportedComponent {
  /** With the version that was written. */
  readonly id: ComponentId
  /** Relative to the workspace, forward slashes. */
  readonly rootDir: string
  /** Relative to the workspace, sorted. */
  readonly files: readonly string[]
  /** Files of the previous version that this one no longer has. */
  readonly removed: readonly string[]
  readonly previousVersion?: string
  /** Files that were edited here and that the version has otherwise. */
  readonly merged?: readonly MergeReport[]
}

/** What an import would write, as data. */
export interface ImportPlan {
  readonly components: readonly ImportedComponent[]
  /** What would lie in `vendor/` afterwards, as `package@version`; sorted. */
  readonly vendor: readonly string[]
}

/** A package packed into `vendor/`. */
export interface VendoredPackage {
  readonly packageName: string
  readonly version: string
  /** Relative to the workspace: `vendor/acme-orders.orders-api.types-0.1.0.tgz`. */
  readonly path: string
  /** `kept`: the same tarball was there. */
  readonly status: 'packed' | 'kept'
}

export interface ImportResult {
  /** With the new `.bitmap`. */
  readonly workspace: Workspace
  /** Written as source. */
  readonly imported: readonly ImportedComponent[]
  /** Components whose objects were fetched, with the version of their remote head. */
  readonly fetched: readonly ComponentId[]
  readonly vendored: readonly VendoredPackage[]
  /** Tarballs dropped from `vendor/`. */
  readonly dropped: readonly string[]
  /** npm refreshed `node_modules`; false: the lock alone, or nothing to install. */
  readonly installed: boolean
}
