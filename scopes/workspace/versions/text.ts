import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { normaliseText } from '@tessera/scope.objects'
import type { ComponentNode, Workspace } from '@tessera/workspace.files'

/** The text of a recorded source, to be read by people: of a binary file only its size. */
export function sourceText(body: Buffer): string {
  return body.includes(0) ? `binary file, ${body.length} bytes\n` : body.toString('utf8')
}

/** Whether a text is what stands for a binary file. */
export function isBinaryNote(text: string): boolean {
  return /^binary file, \d+ bytes\n$/.test(text)
}

/** The text of a component's file in the workspace, with the line ends it would be recorded with. */
export async function readWorkspaceText(workspace: Workspace, component: ComponentNode, path: string): Promise<string> {
  return sourceText(normaliseText(await readFile(join(workspace.root, component.rootDir, path))))
}
