import { partsOf } from '@tessera/contract.generate'
import { componentKey, TesseraError, type Emit } from '@tessera/core.model'
import { componentDirectory, loadNodes, type ComponentNode, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'
import type { CreatedContract } from './create-contract.ts'
import { findNode, namesOf } from './session.ts'
import { allOrNothing, documentOf, partId, refuseExisting, writeParts } from './write-components.ts'

/**
 * Generates and tracks the parts that a contract of the workspace does not have yet: of one whose `contract.json` or
 * JSON Schema files somebody wrote, or of one that lost a part. Where it fails, the workspace is left as it was.
 * @throws TesseraError `COMPONENT_NOT_FOUND`, `NO_CONTRACT`, `FOLDER_NOT_EMPTY`, `GENERATE_FAILED`
 */
export async function createParts(workspace: Workspace, name: string, emit: Emit): Promise<CreatedContract> {
  const node = await findContract(workspace, name)
  const id = { scope: node.id.scope, name: node.id.name.replace(/\/contract$/, '') }
  const tracked = new Set(workspace.bitmap.entries.map((entry) => entry.rootDir))
  const folderOf = (part: string): string => componentDirectory(workspace, partId(id, part))
  const isMissing = (part: string): boolean => !tracked.has(folderOf(part))
  const document = await documentOf(workspace, { id: node.id, folder: node.rootDir }, emit)
  const missing = partsOf(document).filter(isMissing)
  for (const part of missing) await refuseExisting(workspace, folderOf(part))
  const after = await allOrNothing(workspace, (made) => writeParts({ workspace, id, made }, document, isMissing))
  await linkWorkspace(after, await loadNodes(after))
  return { workspace: after, folder: node.rootDir, created: missing.map((part) => componentKey(partId(id, part))) }
}

/** By its own name, or by that of the contract it is part of. */
async function findContract(workspace: Workspace, name: string): Promise<ComponentNode> {
  const nodes = await loadNodes(workspace)
  const whole = nodes.find((node) => namesOf(node).includes(`${name}/contract`))
  const node = whole ?? findNode(nodes, name)
  if (node.kind === 'component' && node.contract !== undefined) return node
  throw new TesseraError('NO_CONTRACT', `${node.key} has no contract`, {
    hint: 'name a component that has a contract.ts, a contract.json or *.schema.json files',
  })
}
