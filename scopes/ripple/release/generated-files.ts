import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { normaliseText, sourceHash } from '@tessera/scope.objects'
import type { ComponentNode, SourceFile, Workspace, WorkspaceNode } from '@tessera/workspace.files'

/** What generating would write to a component and was not written yet. */
export interface GeneratedFiles {
  /** `scope/name` */
  readonly key: string
  /** Path within the component to its text; undefined where the file would be removed. */
  readonly files: Readonly<Record<string, string | undefined>>
}

/** The nodes as they will be once these files are written. What they import stays as it was read. */
export function nodesWithFiles(
  nodes: readonly WorkspaceNode[],
  generated: readonly GeneratedFiles[],
): readonly WorkspaceNode[] {
  const byKey = new Map(generated.map(({ key, files }) => [key, files]))
  return nodes.map((node) => {
    const files = byKey.get(node.key)
    return files === undefined ? node : { ...node, files: withFiles(node.files, files) }
  })
}

/** Text of a component's file, of what is not written yet too; undefined where there is none. */
export type ReadText = (component: ComponentNode, path: string) => Promise<string | undefined>

export function textReader(workspace: Workspace, generated: readonly GeneratedFiles[]): ReadText {
  const byKey = new Map(generated.map(({ key, files }) => [key, files]))
  return async (component, path) => {
    const files = byKey.get(component.key)
    if (files !== undefined && Object.hasOwn(files, path)) return files[path]
    return readFile(join(workspace.root, component.rootDir, path), 'utf8').catch(() => undefined)
  }
}

function withFiles(files: readonly SourceFile[], changed: GeneratedFiles['files']): readonly SourceFile[] {
  const result = new Map(files.map((file) => [file.path, file]))
  for (const [path, text] of Object.entries(changed)) {
    if (text === undefined) result.delete(path)
    else result.set(path, { path, hash: hashOf(text), dev: result.get(path)?.dev ?? false })
  }
  return [...result.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function hashOf(text: string): string {
  return sourceHash(normaliseText(Buffer.from(text)))
}
