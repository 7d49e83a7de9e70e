import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { GeneratedPart } from '@tessera/contract.generate'
import type { Diagnostic } from '@tessera/core.model'
import { sha256 } from '@tessera/core.model'
import type { ComponentNode } from '@tessera/workspace.files'
import { readIfExists, writeAtomic } from './disk.ts'

/** Files of a part to write and to remove, as text where they stand now differs. Relative to the part. */
export interface PartChange {
  readonly writes: Readonly<Record<string, string>>
  readonly removes: readonly string[]
  /** Files edited by hand that would be lost. */
  readonly edited: readonly string[]
}

/** Compares what was generated with what is on disk; writes nothing. */
export function planPart(root: string, node: ComponentNode, part: GeneratedPart): PartChange {
  const writes: Record<string, string> = {}
  const edited: string[] = []
  const recorded = node.derived?.files ?? {}
  for (const [path, text] of Object.entries(part.files)) {
    const now = readIfExists(join(root, node.rootDir, path))
    if (now !== undefined && sameText(now, text)) continue
    writes[path] = text
    if (path !== 'derived.json' && now !== undefined && now !== '' && !isAsGenerated(now, recorded[path]))
      edited.push(path)
  }
  const removes: string[] = []
  for (const [path, hash] of Object.entries(recorded)) {
    const now = path in part.files ? undefined : readIfExists(join(root, node.rootDir, path))
    if (now === undefined) continue
    if (isAsGenerated(now, hash)) removes.push(path)
    else edited.push(path)
  }
  return { writes, removes, edited }
}

/** Files of a part that are no longer as they were generated. */
export function editedFiles(root: string, node: ComponentNode): readonly string[] {
  return Object.entries(node.derived?.files ?? {}).flatMap(([path, hash]) => {
    const now = readIfExists(join(root, node.rootDir, path))
    return now === undefined || isAsGenerated(now, hash) ? [] : [path]
  })
}

/** Where generated files go. */
export interface GeneratedOutput {
  /** Answers what was written or removed, relative to the workspace. */
  apply(node: ComponentNode, change: PartChange): readonly string[]
}

/** The files of the workspace. */
export function diskOutput(root: string): GeneratedOutput {
  return { apply: (node, change) => applyPart(root, node, change) }
}

/** Writes the record last: after a crash the rest counts as not generated yet. */
function applyPart(root: string, node: ComponentNode, change: PartChange): readonly string[] {
  for (const path of change.removes) rmSync(join(root, node.rootDir, path), { force: true })
  const paths = Object.keys(change.writes).toSorted(
    (a, b) => Number(a === 'derived.json') - Number(b === 'derived.json'),
  )
  for (const path of paths) writeAtomic(join(root, node.rootDir, path), change.writes[path] as string)
  return [...change.removes, ...paths].map((path) => `${node.rootDir}/${path}`)
}

export function handEdited(node: ComponentNode, files: readonly string[], lost: boolean): readonly Diagnostic[] {
  return files.map((path) => ({
    severity: lost ? 'error' : 'warning',
    code: 'HAND_EDITED',
    message: lost
      ? 'this generated file was edited by hand; it was not overwritten'
      : 'this generated file was edited by hand; the next change of its contract would overwrite it',
    hint: `keep what you changed somewhere else, then: tessera generate ${node.key} --overwrite`,
    location: { file: `${node.rootDir}/${path}` },
    node: node.key,
  }))
}

function isAsGenerated(text: string, hash: string | undefined): boolean {
  return sha256(withLf(text)) === hash
}

function sameText(a: string, b: string): boolean {
  return a === b || withLf(a) === withLf(b)
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
