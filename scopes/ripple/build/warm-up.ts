import { join } from 'node:path'
import { parseDocument } from '@tessera/contract.define/document'
import type { Workspace } from '@tessera/workspace.files'
import { readIfExists } from './disk.ts'
import type { Evaluator } from './evaluator.ts'

/** Starts the child that evaluates contracts, and generates something once: both take their time at first. */
export async function warmUp({ root, bitmap }: Workspace, evaluator: Evaluator): Promise<void> {
  const folders = bitmap.entries.map((entry) => entry.rootDir)
  const texts = folders.map((folder) => [folder, readIfExists(join(root, folder, 'contract.json'))] as const)
  const [folder, text] = texts.find((item) => item[1] !== undefined) ?? []
  if (text === undefined) return
  evaluator.warm(root)
  const { generateParts } = await import('@tessera/contract.generate')
  // What is wrong with the document is for a build to say.
  await Promise.resolve()
    .then(() => generateParts(parseDocument(text, `${folder}/contract.json`)))
    .catch(() => [])
}
