import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, sha1 } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { Versions } from './with-versions.ts'

/**
 * Notes which versions a tag is about to make. It is what tells a tag that was killed from an older version that was
 * checked out on purpose, whatever was edited since. One that was cut short is none.
 */
export async function startJournal(workspace: Workspace, versions: Versions): Promise<void> {
  await mkdir(join(workspace.root, '.tessera'), { recursive: true })
  const journal = { bitmap: await bitmapHash(workspace), versions: Object.fromEntries(versions) }
  await writeFile(pathOf(workspace), JSON.stringify(journal))
}

/** To be called when `.bitmap` has the versions. */
export async function endJournal(workspace: Workspace): Promise<void> {
  await rm(pathOf(workspace), { force: true })
}

/** The versions of a tag that did not come to its end; none where `.bitmap` was changed since. */
export async function readJournal(workspace: Workspace): Promise<Versions> {
  const text = await readFile(pathOf(workspace), 'utf8').catch(() => '{}')
  const journal = parse(text)
  if (!isRecord(journal) || !isRecord(journal['versions'])) return new Map()
  if (journal['bitmap'] !== (await bitmapHash(workspace))) return new Map()
  return new Map(Object.entries(journal['versions']).map(([key, version]) => [key, String(version)]))
}

async function bitmapHash({ root }: Workspace): Promise<string> {
  return sha1(await readFile(join(root, '.bitmap')).catch(() => ''))
}

function pathOf({ root }: Workspace): string {
  return join(root, '.tessera', 'tag.json')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
