import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isOwnerGone } from '@tessera/core.disk'
import { componentKey, isRecord } from '@tessera/core.model'
import { componentHash, isHash } from '@tessera/scope.objects'
import { error, warning, type Finding } from './finding.ts'
import type { History, Inventory } from './inventory.ts'

const HOUR_MS = 3_600_000

/** What a scope notes beside its objects: index.json, histories, heads of remotes, exports under way. */
export function checkBookkeeping(root: string, inventory: Inventory): readonly Finding[] {
  return [
    ...checkIndex(root, inventory),
    ...[...inventory.histories].flatMap(([hash, history]) => checkHistory(inventory, hash, history)),
    ...remoteRefs(root).flatMap(checkRefs),
    ...pendingExports(root).flatMap(checkPending),
  ]
}

/** A missing index is made again by whoever needs it. */
function checkIndex(root: string, { components, types }: Inventory): Finding[] {
  const file = join(root, 'index.json')
  const text = readText(file)
  if (text === undefined) return []
  const stale = (why: string): Finding[] => [
    error('STALE_INDEX', `index.json ${why}`, { location: { file }, hint: 'tessera verify --repair makes it again' }),
  ]
  const listed = indexedHashes(text)
  if (listed === undefined) return stale('cannot be read')
  const gone = listed.filter((hash) => !types.has(hash))
  const unlisted = [...components.values()].filter((component) => !listed.includes(componentHash(component)))
  if (gone.length > 0) return stale(`lists ${gone.length} objects that are not there: ${gone.slice(0, 3).join(', ')}`)
  if (unlisted.length > 0) return stale(`lacks ${unlisted.map(componentKey).slice(0, 3).join(', ')}`)
  return []
}

function indexedHashes(text: string): readonly string[] | undefined {
  try {
    const content: unknown = JSON.parse(text)
    const { components, lanes = [] } = isRecord(content) ? content : {}
    if (!Array.isArray(components) || !Array.isArray(lanes)) return undefined
    return [...components, ...lanes].map((row: unknown) => (isRecord(row) ? String(row['hash']) : ''))
  } catch {
    return undefined
  }
}

/** It may know more than the scope has, as Bit fetches it; where both know a version, they must agree. */
function checkHistory({ versions }: Inventory, hash: string, { scope, name, versions: rows }: History): Finding[] {
  const wrong = rows.filter((row) => {
    const version = versions.get(row.hash)
    return !isHash(row.hash) || (version !== undefined && version.parents.join() !== row.parents.join())
  })
  if (wrong.length === 0) return []
  const message = `the VersionHistory of ${scope}/${name} is wrong about ${wrong.map((row) => row.hash).join(', ')}`
  const hint = 'tessera verify --repair derives it from the versions'
  return [error('STALE_HISTORY', message, { hash, node: `${scope}/${name}`, hint })]
}

/** Files of the last known heads of remote scopes. */
export function remoteRefs(root: string): readonly string[] {
  const folder = join(root, 'refs', 'remotes')
  return namesIn(folder)
    .map((scope) => join(folder, scope, 'main'))
    .filter((file) => readText(file) !== undefined)
}

/** Whether a file of heads can be read. */
export function checkRefs(file: string): Finding[] {
  try {
    const rows: unknown = JSON.parse(readText(file) ?? '')
    if (Array.isArray(rows) && rows.every((row) => isRecord(row) && isRecord(row['id']) && isHash(row['head'])))
      return []
  } catch {
    // Said below.
  }
  const hint = 'tessera verify --repair takes it away; then tessera import asks the remote again'
  return [error('INVALID_SCOPE', 'the last known heads of a remote cannot be read', { location: { file }, hint })]
}

/** Folders of exports that are under way, or were. */
export function pendingExports(root: string): readonly string[] {
  const folder = join(root, 'pending-objects')
  return namesIn(folder).map((name) => join(folder, name))
}

function checkPending(folder: string): Finding[] {
  const location = { file: folder }
  if (isOwnerGone(folder)) {
    return [warning('ABANDONED_EXPORT', 'an export was killed here', { location, hint: 'the next one takes it away' })]
  }
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined || readText(join(folder, 'owner.json')) !== undefined) return []
  if (Date.now() - found.mtimeMs < HOUR_MS) return []
  const hint = 'if no bit is exporting any more, delete it: it blocks every export'
  return [warning('ABANDONED_EXPORT', 'an export of Bit has been under way for over an hour', { location, hint })]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
