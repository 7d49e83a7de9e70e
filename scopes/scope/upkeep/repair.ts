import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isOwnerGone, writeAtomic } from '@tessera/core.disk'
import { isRecord } from '@tessera/core.model'
import {
  decodeComponent,
  decodeObject,
  encodeComponent,
  encodeObject,
  type ComponentObject,
  type RawObject,
} from '@tessera/scope.objects'
import { notWritable, objectFile, temporaryFolder, type Scope } from '@tessera/scope.store'
import { checkRefs, pendingExports, remoteRefs } from './bookkeeping.ts'
import type { Donor } from './donors.ts'
import type { Finding } from './finding.ts'
import { takeInventory, type Inventory } from './inventory.ts'
import { verifyScope, type Verification, type VerifyOptions } from './verify.ts'

export interface Repair extends Verification {
  /** What was wrong and is no more. */
  readonly repaired: readonly Finding[]
  /** Objects that were taken from elsewhere, by hash: the scope that had them. */
  readonly fetched: Readonly<Record<string, string>>
}

const MENDED_BY_FETCHING = new Set(['CORRUPT_OBJECT', 'OBJECT_NOT_FOUND', 'WRONG_HASH', 'INVALID_OBJECT'])

/**
 * Mends what can be mended: damaged and missing objects come from donors, index.json and histories are derived again,
 * heads of remotes that cannot be read and exports that were killed go. Nothing that is whole is touched.
 * @throws TesseraError `SCOPE_NOT_WRITABLE`
 */
export async function repairScope(
  scope: Scope,
  donors: readonly Donor[],
  options: VerifyOptions = {},
): Promise<Repair> {
  const before = await verifyScope(scope, options)
  try {
    const fetched = await fetchAll(scope, donors, { before, options })
    mendBookkeeping(scope.path)
    await scope.listComponents()
    const after = await verifyScope(scope, options)
    const left = new Set(after.findings.map(({ code, message }) => `${code} ${message}`))
    const repaired = before.findings.filter(({ code, message }) => !left.has(`${code} ${message}`))
    return { ...after, repaired, fetched }
  } catch (error) {
    throw notWritable(scope.path, error)
  }
}

/** Again and again: a Version that came back may name what is missing as well. */
async function fetchAll(
  scope: Scope,
  donors: readonly Donor[],
  { before, options }: { readonly before: Verification; readonly options: VerifyOptions },
): Promise<Readonly<Record<string, string>>> {
  const fetched: Record<string, string> = {}
  const asked = new Set<string>()
  for (let { findings } = before; ; { findings } = await verifyScope(scope, options)) {
    const wanted = findings.flatMap(({ code, hash }) => (MENDED_BY_FETCHING.has(code) ? (hash ?? []) : []))
    const open = [...new Set(wanted)].filter((hash) => !asked.has(hash))
    if (open.length === 0) return fetched
    for (const hash of open) {
      asked.add(hash)
      const from = await fetchOne(scope, donors, hash)
      if (from !== undefined) fetched[hash] = from
    }
  }
}

async function fetchOne(scope: Scope, donors: readonly Donor[], hash: string): Promise<string | undefined> {
  for (const donor of donors) {
    const found = await donor.object(hash)
    const object = found?.type === 'Component' ? asOwn(scope, decodeComponent(found)) : found
    if (object === undefined) continue
    writeAtomic(objectFile(scope.path, hash), encodeObject(object), { folder: temporaryFolder(scope.path) })
    return donor.path
  }
  return undefined
}

/** A component without what only the donor knows of: versions that were never exported from there. */
function asOwn(scope: Scope, { state, rest, ...component }: ComponentObject): RawObject | undefined {
  const isLocal = (tag: string): boolean => state?.versions?.[tag]?.local === true
  const versions = Object.fromEntries(Object.entries(component.versions).filter(([tag]) => !isLocal(tag)))
  const local = new Set(Object.entries(component.versions).flatMap(([tag, hash]) => (isLocal(tag) ? [hash] : [])))
  const last = Object.values(versions).at(-1)
  if (last === undefined) return undefined
  const head = component.head === undefined || local.has(component.head) ? last : component.head
  const own = component.scope === scope.name || rest === undefined ? {} : { rest }
  return encodeComponent({ ...component, versions, head, ...own })
}

function mendBookkeeping(root: string): void {
  const inventory = takeInventory(root)
  rmSync(join(root, 'index.json'), { force: true })
  for (const [hash, history] of inventory.histories) mendHistory(root, inventory, { hash, key: history })
  for (const file of remoteRefs(root)) if (checkRefs(file).length > 0) rmSync(file)
  for (const folder of pendingExports(root)) if (isOwnerGone(folder)) rmSync(folder, { recursive: true })
}

/** Rows of versions that are here are derived from them; others, which only Bit's server knew, stay. */
function mendHistory(
  root: string,
  { versions }: Inventory,
  { hash, key }: { readonly hash: string; readonly key: { readonly scope: string; readonly name: string } },
): void {
  const raw = takeHistory(root, hash)
  if (raw === undefined) return
  const rows = raw.rows.flatMap((row) => {
    const version = versions.get(String(row['hash']))
    if (version !== undefined) return [{ ...row, parents: version.parents }]
    return /^[0-9a-f]{40}$/.test(String(row['hash'])) ? [row] : []
  })
  if (JSON.stringify(rows) === JSON.stringify(raw.rows)) return
  const body = Buffer.from(JSON.stringify({ ...raw.body, ...key, versions: rows }))
  const file = encodeObject({ type: 'VersionHistory', hash, body })
  writeAtomic(objectFile(root, hash), file, { folder: temporaryFolder(root) })
}

function takeHistory(
  root: string,
  hash: string,
): { readonly body: Record<string, unknown>; readonly rows: readonly Record<string, unknown>[] } | undefined {
  const body: unknown = JSON.parse(decodeObject(readFileSync(objectFile(root, hash)), hash).body.toString('utf8'))
  if (!isRecord(body) || !Array.isArray(body['versions'])) return undefined
  return { body, rows: body['versions'].filter(isRecord) }
}
