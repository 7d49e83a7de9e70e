import { componentKey, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { withLocalDependents } from '@tessera/workspace.versions'
import type { ScopeExport } from './types.ts'

const CODES = new Set(['MERGE_CONFLICT', 'COMPONENT_NEEDS_UPDATE'])

/**
 * What a remote says of versions that others were faster with, with the way out as this workspace has to go it: the remote
 * does not know what else was tagged here on top of them.
 */
export async function withWayOut(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  group: ScopeExport,
  thrown: unknown,
): Promise<unknown> {
  if (!(thrown instanceof TesseraError) || !CODES.has(thrown.code)) return thrown
  const refusals = thrown.diagnostics.filter(({ code }) => CODES.has(code))
  const refused = refusals.flatMap(({ node }) => node ?? [])
  const keys = refused.length > 0 ? refused : group.components.map(({ id }) => componentKey(id))
  const names = await resetNames(scope, nodes, keys)
  return new TesseraError(thrown.code, thrown.message, {
    hint: [
      ...(refusals.every(({ code }) => code === 'COMPONENT_NEEDS_UPDATE')
        ? ['bring both together: tessera import, tessera merge, tessera export; or']
        : []),
      `take yours back, files stay as they are: tessera reset ${names}`,
      'fetch theirs: tessera import',
      `go on from theirs: tessera checkout head ${names} --manual (merges what you edited), or --force-theirs`,
      'tessera tag, tessera export',
    ].join('\n    '),
    diagnostics: thrown.diagnostics.map(({ hint: _hint, ...finding }) => finding),
    exitCode: thrown.exitCode,
    cause: thrown,
  })
}

/** The same of an import that found a tag of this workspace to be another version there. */
export async function withReset(scope: Scope, nodes: readonly WorkspaceNode[], thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof TesseraError) || thrown.code !== 'MERGE_CONFLICT') return thrown
  const names = await resetNames(
    scope,
    nodes,
    thrown.diagnostics.flatMap(({ node }) => node ?? []),
  )
  const hint = `take yours back first, files stay as they are: tessera reset ${names}`
  return new TesseraError(thrown.code, thrown.message, { hint, cause: thrown })
}

async function resetNames(scope: Scope, nodes: readonly WorkspaceNode[], keys: readonly string[]): Promise<string> {
  return (await withLocalDependents(scope, nodes, [...new Set(keys)])).join(' ')
}
