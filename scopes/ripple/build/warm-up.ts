import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseDocument } from '@tessera/contract.define/document'
import type { Workspace } from '@tessera/workspace.files'
import { readIfExists } from './disk.ts'
import type { Evaluator } from './evaluator.ts'

/**
 * Starts the child that evaluates contracts, and generates from each document: both take their time at first, and what
 * was formatted once need not be again. Gives way where the signal is aborted.
 */
export async function warmUp({ root, bitmap }: Workspace, evaluator: Evaluator, signal?: AbortSignal): Promise<void> {
  const documents = bitmap.entries.flatMap(({ rootDir }) => {
    const file = `${rootDir}/contract.json`
    const text = readIfExists(join(root, file))
    return text === undefined ? [] : [{ file, text }]
  })
  if (documents.length === 0) return
  evaluator.warm(root)
  const { generateParts } = await import('@tessera/contract.generate')
  for (const { file, text } of documents) {
    // Lets file events in.
    await setImmediate()
    if (signal?.aborted === true) return
    // What is wrong with the document is for a build to say.
    await Promise.resolve()
      .then(() => generateParts(parseDocument(text, file)))
      .catch(() => [])
  }
}
