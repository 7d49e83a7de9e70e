import { join } from 'node:path'
import type { Diagnostic } from '@tessera/core.model'
import { contractPlace } from '@tessera/workspace.files'
import { readIfExists } from './disk.ts'

/** The findings with the lines of `contract.ts` that they are about, where its source shows them. */
export function placeFindings(diagnostics: readonly Diagnostic[], root: string): readonly Diagnostic[] {
  const texts = new Map<string, string | undefined>()
  const read = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, readIfExists(join(root, file)))
    return texts.get(file)
  }
  return diagnostics.map((finding) => placeFinding(finding, read))
}

function placeFinding(finding: Diagnostic, read: (file: string) => string | undefined): Diagnostic {
  const { location } = finding
  if (location?.pointer === undefined || location.line !== undefined) return finding
  const text = read(location.file)
  const place = text === undefined ? undefined : contractPlace(text, location.file, location.pointer)
  return place === undefined ? finding : { ...finding, location: { ...location, ...place } }
}
