import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument, type ContractDocument } from '@tessera/contract.define/document'
import { parseComponentId, TesseraError, type ComponentId, type Emit } from '@tessera/core.model'
import { componentDirectory, writeAtomic, type Workspace } from '@tessera/workspace.files'
import type { Outcome } from '../command.ts'
import { documentOf, partId } from '../write-components.ts'

/** A contract of the workspace into which another document goes. */
export interface Replaced {
  /** Of the contract component. */
  readonly id: ComponentId
  /** Of the contract component, relative to the workspace. */
  readonly folder: string
  /** The protocol line that it is of. */
  readonly line: number
}

/** The contract of the workspace that a document is of. @throws TesseraError `COMPONENT_NOT_FOUND`, `WRONG_PATTERN` */
export async function findReplaced(workspace: Workspace, document: ContractDocument): Promise<Replaced> {
  const id = partId(parseComponentId(document.id), 'contract')
  const folder = componentDirectory(workspace, id)
  if (!workspace.bitmap.entries.some(({ rootDir }) => rootDir === folder)) {
    throw new TesseraError('COMPONENT_NOT_FOUND', `the workspace has no contract ${document.id} to replace`, {
      hint: 'name it with --name and --scope; without --replace a new one is made',
    })
  }
  const file = `${folder}/contract.json`
  const { line, pattern } = parseDocument(await readFile(join(workspace.root, file), 'utf8'), file)
  if (pattern === document.pattern) return { id, folder, line }
  throw new TesseraError(
    'WRONG_PATTERN',
    `${document.id} is a contract of ${pattern}, the document of ${document.pattern}`,
    {
      hint: 'import it under another --name',
    },
  )
}

interface Replacing {
  readonly source: string
  readonly emit: Emit
}

/** Writes `contract.ts` and `contract.json` anew; where that fails, both are again what they were. */
export async function replaceContract(
  workspace: Workspace,
  { id, folder }: Replaced,
  { source, emit }: Replacing,
): Promise<Outcome> {
  const file = join(workspace.root, folder, 'contract.ts')
  const before = await readFile(file, 'utf8').catch(() => undefined)
  if (before === undefined) {
    throw new TesseraError('NO_SUCH_FILE', `${folder} has no contract.ts to replace`, {
      hint: 'it is written in JSON: import the document under another --name',
    })
  }
  await writeAtomic(file, source)
  try {
    await documentOf(workspace, { id, folder }, emit)
  } catch (error) {
    await writeAtomic(file, before)
    throw error
  }
  return {
    data: { replaced: `${folder}/contract.ts`, folder },
    text: `replaced ${folder}/contract.ts; what was edited there by hand is in your git history`,
    next: `tessera breaking ${id.name.replace(/\/contract$/, '')}, then tessera test`,
  }
}
