import { componentKey, isRecord, parseComponentId, type ComponentId } from '@tessera/core.model'
import { componentHash } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { listOwn, readOwn, removeOwn, writeOwn } from './own-files.ts'
import type { Breakage } from './types.ts'

const FOLDER = 'broken'

/** See `Remote.breakages`. What is recorded of a version that is no longer the head says nothing any more. */
export async function readBreakages(scope: Scope): Promise<readonly Breakage[]> {
  const found: Breakage[] = []
  for (const name of listOwn(scope.path, FOLDER)) {
    const breakage = readOwn(scope.path, `${FOLDER}/${name}`)
    if (isBreakage(breakage) && (await isOfHead(scope, breakage))) found.push(breakage)
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** See `Remote.setBreakage`. */
export function writeBreakage(scope: Scope, id: ComponentId, breakage: Breakage | undefined): void {
  const path = `${FOLDER}/${componentHash(id)}.json`
  if (breakage === undefined) removeOwn(scope.path, path)
  else writeOwn(scope.path, path, breakage)
}

/** A new version was made: whether that one is broken, the next ripple will tell. */
export function clearBreakages(scope: Scope, ids: readonly ComponentId[]): void {
  for (const id of ids) writeBreakage(scope, id, undefined)
}

async function isOfHead(scope: Scope, { id: text }: Breakage): Promise<boolean> {
  const id = parseComponentId(text)
  const component = await scope.readComponent(id)
  if (component?.head === undefined || id.version === undefined) return false
  return (
    (component.versions[id.version] ?? id.version) === component.head && componentKey(id) === componentKey(component)
  )
}

function isBreakage(value: unknown): value is Breakage {
  if (!isRecord(value) || typeof value['id'] !== 'string') return false
  try {
    parseComponentId(value['id'])
  } catch {
    return false
  }
  return Array.isArray(value['updates']) && Array.isArray(value['diagnostics'])
}
