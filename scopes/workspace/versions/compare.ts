import type { VersionObject } from '@tessera/scope.objects'
import type { ComponentNode } from '@tessera/workspace.files'
import type { VersionContent } from './version-of.ts'

export interface FieldChange {
  readonly field:
    | 'main file'
    | 'dependencies'
    | 'dev dependencies'
    | 'package dependencies'
    | 'dev package dependencies'
    | 'peer package dependencies'
  /** One line per value: `acme.shared/money/types@1.0.0`, `zod@^4.0.0`. Sorted. */
  readonly from: readonly string[]
  readonly to: readonly string[]
}

export interface FileChange {
  readonly path: string
  readonly status: 'added' | 'modified' | 'deleted'
  /** Source hashes. */
  readonly from?: string
  readonly to?: string
}

export interface VersionChanges {
  readonly files: readonly FileChange[]
  readonly fields: readonly FieldChange[]
}

/** What differs between two versions, in files and in recorded fields. Sorted by path. */
export function compareVersions(from: VersionContent, to: VersionContent): VersionChanges {
  throw new Error(`not built yet: ${from.mainFile} ${to.mainFile}`)
}

/**
 * Whether a component differs from a recorded version in Bit's sense: files, main file, ids of component dependencies
 * with their versions, ranges of packages.
 */
export function isModified(component: ComponentNode, version: VersionObject): boolean {
  throw new Error(`not built yet: ${component.key} ${version.mainFile}`)
}
