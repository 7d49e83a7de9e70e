import { TesseraError, type Diagnostic } from '@tessera/core.model'
import { conflictLine } from '@tessera/workspace.versions'
import type { ReadText } from './generated-files.ts'
import type { TagCandidate } from './plan-tag.ts'

/**
 * Refuses to end a merge whose conflicts are still marked in the files.
 * @throws TesseraError `UNRESOLVED_CONFLICTS`
 */
export async function refuseMarkers(merging: readonly TagCandidate[], read: ReadText): Promise<void> {
  const diagnostics: Diagnostic[] = []
  for (const { component } of merging) {
    for (const { path } of component.files) {
      const line = conflictLine((await read(component, path)) ?? '')
      if (line === undefined) continue
      const location = { file: `${component.rootDir}/${path}`, line }
      const message = 'markers of a conflict'
      diagnostics.push({ severity: 'error', code: 'UNRESOLVED_CONFLICTS', message, location, node: component.key })
    }
  }
  if (diagnostics.length === 0) return
  const files = diagnostics.map(({ location }) => location?.file).join(', ')
  throw new TesseraError('UNRESOLVED_CONFLICTS', `a conflict is not resolved in ${files}`, {
    hint: 'choose what is to stay and delete the lines with <<<<<<<, ======= and >>>>>>>; or give up: tessera merge --abort',
    location: diagnostics[0]?.location,
    diagnostics,
  })
}
