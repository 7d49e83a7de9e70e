import { isObject } from './equal.ts'
import { METASCHEMAS } from './metaschemas.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** A schema and the URI that references in it are relative to. */
export interface Placed {
  readonly schema: JsonSchema
  readonly base: string
}

/** Where the references of one schema lead; nothing is fetched. */
export interface Registry {
  readonly root: Placed
  /** The schema that a reference names, seen from a base; undefined where it leads nowhere. */
  resolve(ref: string, base: string): Placed | undefined
  /** The base that holds within a schema that has an id of its own. */
  baseOf(schema: JsonSchemaObject, base: string): string
  /** The schema with this `$dynamicAnchor` in the resource of that base. */
  dynamicAnchor(name: string, base: string): Placed | undefined
  readonly hasDynamicAnchors: boolean
  /** Some of them within a resource rather than at its root: there ajv takes a dynamic reference for another. */
  readonly hasInnerDynamicAnchors: boolean
}

interface Index {
  readonly resources: Map<string, Placed>
  /** `<base>#<anchor>` */
  readonly anchors: Map<string, Placed>
  readonly dynamic: Map<string, Placed>
  /** By the schemas that have an id. */
  readonly bases: Map<JsonSchemaObject, string>
}

const ROOT = 'schema://local/root'

/** Collects ids and anchors. `defs` stand in where a pointer leads out of the schema itself. */
export function createRegistry(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): Registry {
  const index: Index = { resources: new Map(), anchors: new Map(), dynamic: new Map(), bases: new Map() }
  if (mentionsIds(schema)) collect(schema, ROOT, index)
  if (mentionsIds(defs)) for (const def of Object.values(defs)) collect(def, ROOT, index)
  const root: Placed = { schema, base: isObject(schema) ? (index.bases.get(schema) ?? ROOT) : ROOT }
  index.resources.set(ROOT, root)
  if (!index.resources.has(root.base)) index.resources.set(root.base, root)
  return {
    root,
    hasDynamicAnchors: index.dynamic.size > 0,
    hasInnerDynamicAnchors: [...index.dynamic.values()].some(
      ({ schema: part, base }) => index.resources.get(base)?.schema !== part,
    ),
    baseOf: (part, base) => index.bases.get(part) ?? base,
    dynamicAnchor: (name, base) => index.dynamic.get(`${base}#${name}`),
    resolve: (ref, base) => {
      const found = find(ref, base, index)
      if (found !== undefined || !ref.startsWith('#/')) return found
      return follow({ schema: { $defs: defs, definitions: defs }, base }, ref.slice(1), index)
    },
  }
}

const mentioning = new WeakMap<object, boolean>()

/** Whether anything within may have an id or anchor: most schemas have none, and need no look at each part. */
function mentionsIds(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  // Definitions are often shared between many schemas.
  const known = depth < 3 ? mentioning.get(value) : undefined
  if (known !== undefined) return known
  const found = findIds(value, depth)
  if (depth < 3) mentioning.set(value, found)
  return found
}

function findIds(value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.some((item) => mentionsIds(item, depth + 1))
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key]
    // A property that is called id holds a schema.
    if (typeof part === 'object' ? mentionsIds(part, depth + 1) : IDS.has(key)) return true
  }
  return false
}

const IDS = new Set(['$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor'])

function find(ref: string, base: string, index: Index): Placed | undefined {
  const [uri, fragment] = split(ref, base)
  const resource = index.resources.get(uri) ?? index.resources.get(`${uri}#`) ?? loadMetaschema(uri, index)
  if (fragment === '') return resource
  if (!fragment.startsWith('/')) return index.anchors.get(`${uri}#${fragment}`)
  return resource && follow(resource, fragment, index)
}

function loadMetaschema(uri: string, index: Index): Placed | undefined {
  const schema = METASCHEMAS[uri]
  if (schema === undefined) return undefined
  collect(schema, uri, index)
  index.resources.set(uri, { schema, base: uri })
  return index.resources.get(uri)
}

function split(ref: string, base: string): readonly [string, string] {
  const resolved = absolute(ref, base)
  const at = resolved.indexOf('#')
  const fragment = at === -1 ? '' : resolved.slice(at + 1)
  return [at === -1 ? resolved : resolved.slice(0, at), decode(fragment)]
}

function absolute(ref: string, base: string): string {
  if (ref.startsWith('#')) return base + ref
  return URL.canParse(ref, base) ? new URL(ref, base).href : ref
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function follow(from: Placed, pointer: string, index: Index): Placed | undefined {
  let at: unknown = from.schema
  let base = from.base
  for (const segment of pointer.slice(1).split('/')) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
    if (isObject(at)) base = index.bases.get(at) ?? base
  }
  return typeof at === 'boolean' || isObject(at) ? { schema: at, base } : undefined
}

function collect(schema: unknown, base: string, index: Index): void {
  if (!isObject(schema)) return
  const inner = identify(schema, base, index)
  for (const [keyword, value] of Object.entries(schema)) {
    if (ONE.has(keyword)) collect(value, inner, index)
    if (LIST.has(keyword) && Array.isArray(value)) for (const part of value) collect(part, inner, index)
    if (MAP.has(keyword) && isObject(value)) for (const part of Object.values(value)) collect(part, inner, index)
  }
}

function identify(schema: JsonSchemaObject, base: string, index: Index): string {
  const id = schema['$id'] ?? schema['id']
  let inner = base
  if (typeof id === 'string' && !(typeof schema['$ref'] === 'string' && isOld(index, base))) {
    const [uri, fragment] = split(id, base)
    if (fragment === '' && !id.startsWith('#')) {
      inner = uri
      index.bases.set(schema, uri)
      if (!index.resources.has(uri)) index.resources.set(uri, { schema, base: uri })
    } else index.anchors.set(`${base}#${fragment}`, { schema, base })
  }
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const name = schema[keyword]
    if (typeof name === 'string') index.anchors.set(`${inner}#${name}`, { schema, base: inner })
  }
  const dynamic = schema['$recursiveAnchor'] === true ? '' : schema['$dynamicAnchor']
  if (typeof dynamic === 'string') index.dynamic.set(`${inner}#${dynamic}`, { schema, base: inner })
  return inner
}

/** Up to draft 7 an id beside `$ref` counts for nothing. */
function isOld(index: Index, base: string): boolean {
  const resource = index.resources.get(base)?.schema
  return isObject(resource) && /draft-0[4-7]/.test(String(resource['$schema'] ?? ''))
}

const ONE = new Set([
  ...['additionalItems', 'additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not'],
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'],
])
const LIST = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'])
const MAP = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'])
