import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { componentKey, isRecord, TesseraError } from '@tessera/core.model'
import {
  decodeComponent,
  decodeObject,
  decodeVersion,
  type ComponentObject,
  type ObjectType,
  type RawObject,
  type VersionObject,
} from '@tessera/scope.objects'
import { objectFile } from '@tessera/scope.store'
import { error, warning, type Finding } from './finding.ts'

/** Every object of a scope, read and decoded. */
export interface Inventory {
  /** Objects that are whole, by hash. */
  readonly types: ReadonlyMap<string, ObjectType>
  readonly components: ReadonlyMap<string, ComponentObject>
  readonly versions: ReadonlyMap<string, VersionObject>
  readonly histories: ReadonlyMap<string, History>
  /** Of objects that are not whole, and of files that are no objects. */
  readonly findings: readonly Finding[]
}

/** Bit's cache of the graph of a component's versions. */
export interface History {
  readonly name: string
  readonly scope: string
  readonly versions: readonly { readonly hash: string; readonly parents: readonly string[] }[]
}

/** Reads every object file below `objects/`. `onRead` is told how many were read so far. */
export function takeInventory(root: string, onRead: (done: number) => void = () => {}): Inventory {
  const types = new Map<string, ObjectType>()
  const components = new Map<string, ComponentObject>()
  const versions = new Map<string, VersionObject>()
  const histories = new Map<string, History>()
  const { hashes, strays } = listObjects(root)
  const findings: Finding[] = strays.map((path) =>
    warning('STRAY_FILE', `${path} is no object`, { location: { file: join(root, path) }, hint: 'delete it' }),
  )
  const keep = (object: RawObject): void => {
    if (object.type === 'Component') {
      const component = decodeComponent(object)
      components.set(componentKey(component), component)
    } else if (object.type === 'Version') versions.set(object.hash, decodeVersion(object))
    else if (object.type === 'VersionHistory') histories.set(object.hash, readHistory(object))
    types.set(object.hash, object.type)
  }
  for (const [index, hash] of hashes.entries()) {
    const file = objectFile(root, hash)
    try {
      keep(decodeObject(readFileSync(file), hash))
    } catch (thrown) {
      findings.push(damaged(hash, file, thrown))
    }
    onRead(index + 1)
  }
  return { types, components, versions, histories, findings }
}

/** The hashes that files below `objects/` are named by, and the files that are named otherwise. */
export function listObjects(root: string): { readonly hashes: readonly string[]; readonly strays: readonly string[] } {
  const objects = join(root, 'objects')
  if (!existsSync(objects)) return { hashes: [], strays: [] }
  const hashes: string[] = []
  const strays: string[] = []
  for (const shard of readdirSync(objects, { withFileTypes: true })) {
    if (!shard.isDirectory()) {
      strays.push(`objects/${shard.name}`)
      continue
    }
    for (const name of readdirSync(join(objects, shard.name))) {
      if (/^[0-9a-f]{40}$/.test(shard.name + name) && shard.name.length === 2) hashes.push(shard.name + name)
      else strays.push(`objects/${shard.name}/${name}`)
    }
  }
  return { hashes: hashes.toSorted(), strays: strays.toSorted() }
}

function damaged(hash: string, file: string, thrown: unknown): Finding {
  const location = { file }
  if (thrown instanceof TesseraError) {
    return error(thrown.code, thrown.message, { hash, location, hint: 'tessera verify --repair fetches it again' })
  }
  const { code = 'CORRUPT_OBJECT', message } = thrown as NodeJS.ErrnoException
  return error('CORRUPT_OBJECT', `object ${hash} cannot be read: ${message} (${code})`, { hash, location })
}

function readHistory(object: RawObject): History {
  const body: unknown = JSON.parse(object.body.toString('utf8'))
  const { name, scope, versions } = isRecord(body) ? body : {}
  const rows = Array.isArray(versions) ? versions.filter(isRecord) : []
  return {
    name: String(name),
    scope: String(scope),
    versions: rows.map(({ hash, parents }) => ({
      hash: String(hash),
      parents: Array.isArray(parents) ? parents.map(String) : [],
    })),
  }
}
