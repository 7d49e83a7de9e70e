import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '@tessera/core.model'
import { contractPlaces, type ComponentNode, type ContractSource } from '@tessera/workspace.files'
import { isDeclaration, isTypeScript } from './node-facts.ts'

/** The findings with the lines of the contract's sources that they are about, where these show them. */
export function placeFindings(
  diagnostics: readonly Diagnostic[],
  node: ComponentNode,
  root: string,
): readonly Diagnostic[] {
  if (!diagnostics.some(isPlaceless)) return diagnostics
  const placeOf = contractPlaces(sourcesOf(node, root))
  return diagnostics.map((finding) => {
    const place = isPlaceless(finding) ? placeOf(finding.location?.pointer ?? '') : undefined
    return place === undefined ? finding : { ...finding, location: { ...finding.location, ...place } }
  })
}

function isPlaceless({ location }: Diagnostic): boolean {
  return location?.pointer !== undefined && location.line === undefined
}

/** What is executed of a contract, `contract.ts` first. */
function sourcesOf({ files, rootDir }: ComponentNode, root: string): readonly ContractSource[] {
  const paths = files
    .filter(({ path, dev }) => !dev && isTypeScript(path) && !isDeclaration(path))
    .map(({ path }) => path)
  const first = paths.filter((path) => path === 'contract.ts')
  return [...first, ...paths.filter((path) => path !== 'contract.ts')].map((path) => ({
    file: `${rootDir}/${path}`,
    text: readFileSync(join(root, rootDir, path), 'utf8'),
  }))
}
