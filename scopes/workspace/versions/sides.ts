import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { normaliseText } from '@tessera/scope.objects'
import type { VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace } from '@tessera/workspace.files'
import type { MergeSide } from './merge-files.ts'

/** A recorded version as a side of a merge; without one, nothing. */
export function recordedSide(scope: Scope, version: Pick<VersionObject, 'files'> | undefined): MergeSide {
  return {
    files: new Map(version?.files.map((file) => [file.relativePath, file.file])),
    read: (_path, hash) => scope.readSource(hash),
  }
}

/** What lies in the workspace as a side of a merge. */
export function workspaceSide({ root }: Workspace, component: ComponentNode): MergeSide {
  return {
    files: new Map(component.files.map((file) => [file.path, file.hash])),
    read: async (path) => normaliseText(await readFile(join(root, component.rootDir, path))),
  }
}

/** What the build writes: sources of a part, and the document of a contract that is written as source. */
export function generatedTest({ derived, contract }: ComponentNode): (path: string) => boolean {
  const files = new Set(derived === undefined ? [] : [...Object.keys(derived.files), 'derived.json'])
  if (contract === 'source') files.add('contract.json')
  return (path) => files.has(path)
}
