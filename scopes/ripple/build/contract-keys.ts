import { hashOf, runHash } from '@tessera/ripple.plan'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import type { NodeFacts, WorkspaceFacts } from './node-facts.ts'

/**
 * What the document of a contract depends on: the sources that are executed, its own and those of every component it
 * imports, and the npm packages they need. Declarations would not do: a bound changed in a shared schema leaves them
 * as they were.
 */
export function contractKeys(facts: WorkspaceFacts): (node: ComponentNode) => string {
  const memo = new Map<string, string>()
  const visit = (node: WorkspaceNode, above: readonly string[]): string => {
    const known = memo.get(node.key)
    if (known !== undefined) return known
    const imported: Record<string, string> = {}
    for (const { id } of node.dependencies.components) {
      const key = `${id.scope}/${id.name}`
      const other = facts.byKey.get(key)
      // Members of a cycle: each counts with its own sources.
      if (other === undefined || key === node.key) continue
      imported[key] = above.includes(key) ? ownSources(other, facts) : visit(other.node, [...above, node.key])
    }
    const hash = runHash(ownSources(facts.byKey.get(node.key) as NodeFacts, facts), imported)
    if (above.length === 0 || !Object.keys(imported).some((key) => above.includes(key))) memo.set(node.key, hash)
    return hash
  }
  return (node) => visit(node, [])
}

function ownSources({ node, manifest, packages }: NodeFacts, { externals }: WorkspaceFacts): string {
  const executed = node.files.filter((file) => !file.dev && !/\.md$|^(?:contract|derived)\.json$/.test(file.path))
  return hashOf([
    process.version,
    manifest.entries,
    externals.hash(packages, node.rootDir),
    executed.map((file) => [file.path, file.hash]),
  ])
}
