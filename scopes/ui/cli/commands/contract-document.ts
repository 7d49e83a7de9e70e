import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ContractDocument, parseDocument } from '@tessera/contract.define'
import { TesseraError } from '@tessera/core.model'
import type { ComponentNode, Workspace } from '@tessera/workspace.files'
import { contractWord, findNode, type WorkspaceView } from '../session.ts'

/** The document of the contract that a word names, or that the named part was generated from. */
export async function contractDocument(
  { workspace, nodes, components }: WorkspaceView,
  word: string,
): Promise<ContractDocument> {
  const named = findNode(nodes, contractWord(nodes, word))
  const contractKey = named.kind === 'component' ? (named.derived?.contract ?? named.key) : named.key
  const contract = components.find((component) => component.key === contractKey)
  if (contract?.contract === undefined) {
    throw new TesseraError('NO_CONTRACT', `${named.key} is no contract, nor generated from one of this workspace`, {
      hint: 'name a component that has a contract.ts or contract.json',
    })
  }
  return readDocument(workspace, contract)
}

async function readDocument(workspace: Workspace, contract: ComponentNode): Promise<ContractDocument> {
  const file = `${contract.rootDir}/contract.json`
  const text = await readFile(join(workspace.root, file), 'utf8').catch((cause: unknown) => {
    throw new TesseraError('NO_DOCUMENT', `${file} is missing`, { cause, hint: `tessera generate ${contract.key}` })
  })
  return parseDocument(text, file)
}
