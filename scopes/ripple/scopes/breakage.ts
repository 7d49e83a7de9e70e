import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatId, packageName, parseComponentId, type Diagnostic } from '@tessera/core.model'
import type { Breakage, Update } from '@tessera/scope.remote'
import { scanImports } from '@tessera/workspace.files'
import type { Capsule, Member } from './capsule.ts'

/** A record of a failure, for those who own the component: files relative to it, and which dependency is behind each. */
export async function breakageOf(
  capsule: Capsule,
  member: Member,
  { updates, diagnostics }: { readonly updates: readonly Update[]; readonly diagnostics: readonly Diagnostic[] },
): Promise<Breakage> {
  const told: Diagnostic[] = []
  for (const diagnostic of diagnostics) told.push(await forOwners(capsule, member, { diagnostic, updates }))
  return { id: formatId(member.entry.id), updates, diagnostics: told }
}

interface Told {
  readonly diagnostic: Diagnostic
  readonly updates: readonly Update[]
}

async function forOwners(
  { workspace }: Capsule,
  { key, rootDir }: Member,
  { diagnostic, updates }: Told,
): Promise<Diagnostic> {
  const { because, location, ...rest } = diagnostic
  const own = location?.file.startsWith(`${rootDir}/`) === true
  const file = own ? location.file.slice(rootDir.length + 1) : location?.file
  const blamed = own ? await importedBy(join(workspace.root, location.file), updates) : []
  const behind = (blamed.length > 0 ? blamed : updates).map(inWords).join(', ')
  return {
    ...rest,
    message: rest.message.replaceAll(`${workspace.root}/`, ''),
    node: key,
    ...(location === undefined || file === undefined ? {} : { location: { ...location, file } }),
    ...(because === undefined && behind === '' ? {} : { because: because ?? behind }),
  }
}

/** Which of these a file imports. */
async function importedBy(path: string, updates: readonly Update[]): Promise<readonly Update[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const names = new Set(scanImports(text, path).map(({ specifier }) => specifier.split('/', 2).join('/')))
  return updates.filter(({ id }) => names.has(packageName(parseComponentId(id))))
}

/** `acme.shared/money/types 0.1.0 -> 0.2.0` */
export function inWords({ id, from, to }: Update): string {
  return from === '' ? `${id} ${to}` : `${id} ${from} -> ${to}`
}
