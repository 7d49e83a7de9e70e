import { isRecord } from '@tessera/core.model'
import { orderedJson, readFields, restOf, type Fields } from './fields.ts'
import { componentHash } from './hashes.ts'
import type { ComponentObject, RawObject } from './types.ts'

/** The schema that every generation of Bit since 2020 reads. */
export const SCHEMA = '1.0.0'

const KEYS = [
  'name',
  'scope',
  'versions',
  'lang',
  'deprecated',
  'bindingPrefix',
  'remotes',
  'schema',
  'local',
  'state',
  'orphanedVersions',
  'head',
  'detachedHeads',
]
const OWN_KEYS = new Set([
  'name',
  'scope',
  'versions',
  'lang',
  'deprecated',
  'bindingPrefix',
  'remotes',
  'schema',
  'state',
  'head',
])

/**
 * The Component as an object, keys in Bit's order. Where they are missing, `schema` is written as 1.0.0 and `head` as
 * the version that was added last: Bit 2 takes a component without them for a legacy one.
 */
export function encodeComponent(component: ComponentObject): RawObject {
  const { rest, ...own } = component
  const head = component.head ?? Object.values(component.versions).at(-1)
  const record = { ...rest, ...own, schema: component.schema ?? SCHEMA, head }
  return { type: 'Component', hash: componentHash(component), body: orderedJson(record, KEYS) }
}

/** @throws TesseraError `CORRUPT_OBJECT` */
export function decodeComponent(object: RawObject): ComponentObject {
  const fields = readFields(object)
  if (object.type !== 'Component') fields.fail('it is no Component')
  return dropUndefined({
    name: fields.string('name'),
    scope: fields.string('scope'),
    versions: fields.strings('versions'),
    lang: fields.optionalString('lang'),
    deprecated: readFlag(fields, 'deprecated'),
    bindingPrefix: fields.optionalString('bindingPrefix'),
    remotes: readRemotes(fields),
    schema: fields.optionalString('schema'),
    head: fields.optionalString('head'),
    state: readState(fields),
    rest: restOf(fields.record, OWN_KEYS),
  })
}

function readFlag(fields: Fields, key: string): boolean | undefined {
  const value = fields.record[key] ?? undefined
  return value === undefined || typeof value === 'boolean' ? value : fields.fail(`"${key}" is neither true nor false`)
}

function readRemotes(fields: Fields): ComponentObject['remotes'] {
  if (fields.record['remotes'] === undefined) return undefined
  return fields.list('remotes').map((remote) => {
    if (!isRecord(remote)) return fields.fail('"remotes" holds what is no remote')
    return { url: String(remote['url']), name: String(remote['name']), date: String(remote['date']) }
  })
}

function readState(fields: Fields): ComponentObject['state'] {
  const state = fields.record['state']
  if (state === undefined || state === null) return undefined
  return isRecord(state) ? (state as NonNullable<ComponentObject['state']>) : fields.fail('"state" is no object')
}

/** Optional fields are absent, not undefined. */
function dropUndefined<T extends object>(record: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}
