import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '@tessera/core.model'
import { contractPlaces, executedPaths, type ComponentNode } from '@tessera/workspace.files'

/** The findings with the lines of the contract's sources that they are about, where these show them. */
export function placeFindings(
  diagnostics: readonly Diagnostic[],
  node: ComponentNode,
  root: string,
): readonly Diagnostic[] {
  if (!diagnostics.some(isPlaceless)) return diagnostics
  const sources = executedPaths(node).map((path) => ({
    file: `${node.rootDir}/${path}`,
    text: readFileSync(join(root, node.rootDir, path), 'utf8'),
  }))
  const placeOf = contractPlaces(sources)
  return diagnostics.map((finding) => {
    const place = isPlaceless(finding) ? placeOf(finding.location?.pointer ?? '') : undefined
    return place === undefined ? finding : { ...finding, location: { ...finding.location, ...place } }
  })
}

function isPlaceless({ location }: Diagnostic): boolean {
  return location?.pointer !== undefined && location.line === undefined
}
