import { TesseraError, type Diagnostic } from '@tessera/core.model'
import { importedKeys, type WorkspaceNode } from '@tessera/workspace.files'

/** Which node of the workspace uses which component. */
export interface Use {
  /** Key of the node. */
  readonly by: string
  /** `scope/name` of what it imports, or was generated from. */
  readonly of: string
}

/** Nodes of the workspace that import these components or were generated from them, and are none of them. */
export function usesOf(nodes: readonly WorkspaceNode[], keys: ReadonlySet<string>): readonly Use[] {
  return nodes.flatMap((node) => {
    if (keys.has(node.key)) return []
    const contract = node.kind === 'component' && node.derived !== undefined ? [node.derived.contract] : []
    const used = new Set([...importedKeys(node), ...contract])
    return [...used].filter((key) => keys.has(key)).map((of) => ({ by: node.key, of }))
  })
}

/** @throws TesseraError `COMPONENT_IN_USE` where there are any */
export function refuseUsed(uses: readonly Use[], hint: string): void {
  const [first] = uses
  if (first === undefined) return
  const others = uses.length > 1 ? ` (and ${uses.length - 1} more)` : ''
  throw new TesseraError('COMPONENT_IN_USE', `${first.by} uses ${first.of}${others}`, {
    hint,
    diagnostics: uses.map(({ by, of }): Diagnostic => ({
      severity: 'error',
      code: 'COMPONENT_IN_USE',
      message: `it uses ${of}`,
      node: by,
    })),
  })
}
