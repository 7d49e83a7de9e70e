import { canonicalJson, componentKey, formatId } from '@tessera/core.model'
import type { VersionDependency, VersionFile, VersionObject } from '@tessera/scope.objects'
import type { ComponentNode } from '@tessera/workspace.files'
import type { Recorded } from './baseline.ts'
import { configsOf, type Configs } from './marks.ts'
import { contentOf } from './version-of.ts'
import type { VersionContent } from './version-of.ts'

export interface FieldChange {
  readonly field: FieldName
  /** One line per value: `acme.shared/money/types@1.0.0`, `zod@^4.0.0`. Sorted. */
  readonly from: readonly string[]
  readonly to: readonly string[]
}

export type FieldName =
  | 'main file'
  | 'dependencies'
  | 'dev dependencies'
  | 'package dependencies'
  | 'dev package dependencies'
  | 'peer package dependencies'
  | 'configuration'

export interface FileChange {
  readonly path: string
  readonly status: 'added' | 'modified' | 'deleted'
  /** Source hash. */
  readonly from?: string
  /** Source hash. */
  readonly to?: string
}

export interface VersionChanges {
  readonly files: readonly FileChange[]
  readonly fields: readonly FieldChange[]
}

/**
 * Whether a component differs from a recorded version in Bit's sense: files, main file, ids of component dependencies
 * with their versions, ranges of packages, configuration of aspects.
 */
export function isModified(component: ComponentNode, version: VersionObject): boolean {
  const changes = compareVersions(version, contentOf(component))
  return changes.files.length > 0 || changes.fields.length > 0
}

/**
 * Whether a component differs from what `.bitmap` says it is. Of one that is at an older version than its newest the files
 * the main file and what `.bitmap` says of aspects decide: the versions around it have moved on since, and no tag could record that they did.
 */
export function isModifiedSince(component: ComponentNode, recorded: Recorded): boolean {
  if (recorded.component.head === recorded.hash) return isModified(component, recorded.object)
  const { files, fields } = compareVersions(recorded.object, contentOf(component))
  return files.length > 0 || fields.some(({ field }) => field === 'main file' || field === 'configuration')
}

/** What differs between two versions, in files and in recorded fields. Files are sorted by path. */
export function compareVersions(from: VersionContent, to: VersionContent): VersionChanges {
  const fields: FieldChange[] = [
    { field: 'main file', from: [from.mainFile], to: [to.mainFile] },
    dependencyField('dependencies', from.dependencies, to.dependencies),
    dependencyField('dev dependencies', from.devDependencies, to.devDependencies),
    packageField('package dependencies', from.packageDependencies, to.packageDependencies),
    packageField('dev package dependencies', from.devPackageDependencies, to.devPackageDependencies),
    packageField('peer package dependencies', from.peerPackageDependencies, to.peerPackageDependencies),
    configField(from, to),
  ]
  return {
    files: compareFiles(from.files, to.files),
    fields: fields.filter((change) => change.from.join('\n') !== change.to.join('\n')),
  }
}

function compareFiles(from: readonly VersionFile[], to: readonly VersionFile[]): readonly FileChange[] {
  const before = new Map(from.map((file) => [file.relativePath, file.file]))
  const after = new Map(to.map((file) => [file.relativePath, file.file]))
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return paths.flatMap((path) => fileChange(path, before.get(path), after.get(path)))
}

function fileChange(path: string, from: string | undefined, to: string | undefined): FileChange[] {
  if (from === to) return []
  if (from === undefined) return to === undefined ? [] : [{ path, status: 'added', to }]
  if (to === undefined) return [{ path, status: 'deleted', from }]
  return [{ path, status: 'modified', from, to }]
}

/** A dependency that has no version on the new side takes the one of the old side: it has no version to differ by. */
function dependencyField(
  field: FieldName,
  from: readonly VersionDependency[],
  to: readonly VersionDependency[],
): FieldChange {
  const known = new Map(from.map(({ id }) => [componentKey(id), formatId(id)]))
  return {
    field,
    from: from.map(({ id }) => formatId(id)).toSorted(),
    to: to
      .map(({ id }) => (id.version === undefined ? known.get(componentKey(id)) : undefined) ?? formatId(id))
      .toSorted(),
  }
}

function packageField(
  field: FieldName,
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): FieldChange {
  return { field, from: packageLines(from), to: packageLines(to) }
}

/** What a workspace does not say of an aspect stays as it was recorded. */
function configField(from: VersionContent, to: VersionContent): FieldChange {
  const before = configsOf(from.extensions ?? [])
  const after = to.extensions === undefined ? { ...before, ...to.config } : configsOf(to.extensions)
  return { field: 'configuration', from: configLines(before), to: configLines(after) }
}

function configLines(configs: Configs): readonly string[] {
  return Object.entries(configs)
    .filter(([, config]) => Object.keys(config).length > 0)
    .map(([name, config]) => `${name} ${canonicalJson(config)}`)
    .toSorted()
}

function packageLines(packages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(packages)
    .map(([name, range]) => `${name}@${range}`)
    .toSorted()
}
