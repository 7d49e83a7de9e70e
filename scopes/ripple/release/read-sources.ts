import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { normaliseText, sourceHash } from '@tessera/scope.objects'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import type { ComponentNode, SourceFile, Workspace } from '@tessera/workspace.files'
import { mapLimited } from '@tessera/workspace.versions'

type Source = ObjectBatch['sources'][number]

/**
 * The files of components as a scope stores them, each content once, without those the scope has.
 * @throws TesseraError `SOURCES_CHANGED` where a file is no longer what the node says
 */
export async function readSources(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly ComponentNode[],
): Promise<readonly Source[]> {
  const files = nodes.flatMap((node) => node.files.map((file) => ({ node, file })))
  const sources = await mapLimited(files, async ({ node, file }) => {
    const source = await readSource(workspace, `${node.rootDir}/${file.path}`, file)
    return (await scope.keep(source.hash)) ? undefined : source
  })
  const missing = sources.filter((source) => source !== undefined)
  return [...new Map(missing.map((source) => [source.hash, source])).values()]
}

async function readSource(workspace: Workspace, path: string, { hash }: SourceFile): Promise<Source> {
  const body = await readFile(join(workspace.root, path)).then(normaliseText, () => undefined)
  if (body !== undefined && sourceHash(body) === hash) return { hash, body }
  throw sourcesChanged(path)
}

/** The error for a file that was edited while a tag was under way. */
export function sourcesChanged(path: string): TesseraError {
  return new TesseraError('SOURCES_CHANGED', `${path} changed while the tag was being made; nothing was tagged`, {
    hint: 'run `tessera tag` again',
    location: { file: path },
  })
}
