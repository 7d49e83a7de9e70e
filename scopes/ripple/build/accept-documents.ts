import { join } from 'node:path'
import { sha256 } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import { contractKeys } from './contract-keys.ts'
import { readIfExists } from './disk.ts'
import { openSession } from './session.ts'
import { recordDocument, saveState } from './state.ts'

/**
 * Takes the `contract.json` of these contracts for what their `contract.ts` gives, so that they are not executed until
 * they change: for contracts that were imported. Keys of other nodes are ignored.
 * @param madeFrom text of the document that a part was generated from, by the part's key: where its contract says
 * something else now, the next build generates it again
 */
export async function acceptDocuments(
  workspace: Workspace,
  keys: readonly string[],
  madeFrom: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  if (keys.length + madeFrom.size === 0) return
  const wanted = new Set(keys)
  const session = await openSession(workspace, {})
  const keyOf = contractKeys(session.facts)
  for (const node of session.units.flatMap((unit) => unit.nodes)) {
    if (!wanted.has(node.key) || node.kind !== 'component' || node.contract !== 'source') continue
    const text = readIfExists(join(workspace.root, node.rootDir, 'contract.json'))
    if (text === undefined) continue
    const document = sha256(text)
    session.state.contracts[node.key] = { key: keyOf(node), document, warnings: [] }
    session.state.touched = true
    if (recordDocument(session.state, node.key, document)) {
      session.cache.put('documents', document, { facts: {}, files: [Buffer.from(text)] })
    }
  }
  for (const [part, text] of madeFrom) session.state.parts[part] = sha256(text)
  session.state.touched ||= madeFrom.size > 0
  saveState(workspace.root, session.state)
}
