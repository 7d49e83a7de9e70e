import { componentKey, parseComponentId, type Emit } from '@tessera/core.model'
import { componentDirectory, loadNodes, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'
import { findTemplate } from './starters.ts'
import { allOrNothing, documentOf, partId, refuseExisting, writePart, writeParts } from './write-components.ts'

export interface NewContract {
  readonly template: string
  /** `billing-api` or `acme.billing/billing-api`. */
  readonly id: string
  /** Of an id without one; the workspace's default scope where absent. */
  readonly scope: string | undefined
}

export interface CreatedContract {
  /** With the new components. */
  readonly workspace: Workspace
  /** Of the contract component, relative to the workspace. */
  readonly folder: string
  /** Keys of the new components. */
  readonly created: readonly string[]
}

/**
 * Writes a contract to start from, generates its parts, tracks and links them all; or, where that fails, leaves the
 * workspace as it was. What they import need not be installed yet.
 * @throws TesseraError `UNKNOWN_TEMPLATE`, `FOLDER_NOT_EMPTY`, `INVALID_ID`, `ID_TAKEN`…, `GENERATE_FAILED`
 */
export async function createContract(workspace: Workspace, wanted: NewContract, emit: Emit): Promise<CreatedContract> {
  const template = findTemplate(wanted.template)
  const id = parseComponentId(
    wanted.id.includes('/') ? wanted.id : `${wanted.scope ?? workspace.defaultScope}/${wanted.id}`,
  )
  const folderOf = (part: string): string => componentDirectory(workspace, partId(id, part))
  for (const part of ['contract', ...template.parts]) await refuseExisting(workspace, folderOf(part))
  const files = template.files(componentKey(id))
  const contract = { id: partId(id, 'contract'), folder: folderOf('contract') }
  const tracked = await allOrNothing(workspace, async (made) => {
    const writing = { workspace, id, made }
    const started = await writePart(writing, 'contract', { files, main: 'contract.ts' })
    return writeParts({ ...writing, workspace: started }, await documentOf(started, contract, emit))
  })
  await linkWorkspace(tracked, await loadNodes(tracked))
  const created = ['contract', ...template.parts].map((part) => componentKey(partId(id, part)))
  return { workspace: tracked, folder: contract.folder, created }
}
