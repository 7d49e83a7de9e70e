import type { Breakage } from '@tessera/scope.remote'
import { openScopes } from './survey.ts'
import type { RippleContext } from './types.ts'

/**
 * What ripples recorded of components that do not pass with newer dependencies, sorted by id.
 * @param words names of known scopes, or URLs
 * @throws TesseraError `UNKNOWN_REMOTE`, `REMOTE_NOT_FOUND`, `REMOTE_MISMATCH`, `UNKNOWN_REMOTE_PROTOCOL`
 */
export async function listBroken(context: RippleContext, words: readonly string[]): Promise<readonly Breakage[]> {
  const remotes = await openScopes(context, words)
  const found = await Promise.all(remotes.map((remote) => remote.breakages()))
  return found.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
