import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { childrenOf, isSchema } from './keywords.ts'
import { metaSchema } from './meta-schemas.ts'

/** A schema with the resource it stands in, from which its references start. */
export interface Place {
  readonly schema: JsonSchema
  readonly resource: Resource
}

/** The root of a document, or a schema inside with an `$id` of its own. */
export interface Resource {
  readonly root: JsonSchema
  readonly uri: string
}

/** One schema with all that it can refer to. */
export interface Document {
  readonly root: Place
  /** Where a reference leads; undefined where that is nowhere in here. */
  resolve(ref: string, from: Resource): Place | undefined
  /** Where a `$dynamicRef` leads; undefined where that depends on the way to it. */
  resolveDynamic(ref: string, from: Resource): Place | undefined
  /** The resource of a schema directly inside another. */
  enter(schema: JsonSchema, from: Resource): Resource
}

/** Where a schema without an `$id` is thought to stand. */
const NOWHERE = 'tessera:/schema'

export function createDocument(root: JsonSchema, defs: Readonly<Record<string, JsonSchema>> = {}): Document {
  const top: Resource = { root, uri: uriOf(root, NOWHERE) ?? NOWHERE }
  const shared: Resource = { root: { $defs: defs }, uri: NOWHERE }
  let index: ReadonlyMap<string, Place> | undefined
  const named = (): ReadonlyMap<string, Place> => (index ??= indexNames([top, shared]))
  const enter = (schema: JsonSchema, from: Resource): Resource => {
    const uri = schema === from.root ? undefined : uriOf(schema, from.uri)
    return uri === undefined ? from : { root: schema, uri }
  }
  const resolve = (ref: string, from: Resource): Place | undefined => {
    if (ref === '#' || ref.startsWith('#/')) {
      return follow(ref.slice(1), from, enter) ?? follow(ref.slice(1), shared, enter)
    }
    const [uri = '', fragment = ''] = (absolute(ref, from.uri) ?? ref).split('#')
    if (fragment !== '' && !fragment.startsWith('/')) return named().get(`${uri}#${fragment}`)
    const target = named().get(uri) ?? metaPlace(uri)
    return target && follow(fragment, target.resource, enter)
  }
  const resolveDynamic = (ref: string, from: Resource): Place | undefined => {
    const anchors = [...named()].filter(([name]) => name.startsWith('dynamic:') && name.endsWith(ref))
    return anchors.length > 1 ? undefined : (anchors[0]?.[1] ?? resolve(ref, from))
  }
  return { root: { schema: root, resource: top }, resolve, resolveDynamic, enter }
}

function metaPlace(uri: string): Place | undefined {
  const schema = metaSchema(uri)
  return schema && { schema, resource: { root: schema, uri } }
}

function follow(pointer: string, from: Resource, enter: Document['enter']): Place | undefined {
  let at: unknown = from.root
  let resource = from
  for (const part of pointer.split('/').slice(1)) {
    const key = unescape(part)
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
    if (isSchema(at)) resource = enter(at, resource)
  }
  return isSchema(at) ? { schema: at, resource } : undefined
}

function unescape(part: string): string {
  return decode(part).replaceAll('~1', '/').replaceAll('~0', '~')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What an `$id` makes of the base; one that is only a fragment names a place, no resource. */
function uriOf(schema: JsonSchema, base: string): string | undefined {
  if (!isRecord(schema) || typeof schema['$id'] !== 'string' || schema['$id'].startsWith('#')) return undefined
  return absolute(schema['$id'], base)?.split('#')[0]
}

function absolute(uri: string, base: string): string | undefined {
  return URL.canParse(uri, base) ? new URL(uri, base).href : undefined
}

/** All that has a name of its own, by absolute URI. */
function indexNames(tops: readonly Resource[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>()
  const visit = (schema: JsonSchema, from: Resource): void => {
    if (typeof schema === 'boolean') return
    const uri = uriOf(schema, from.uri)
    const resource = uri === undefined || schema === from.root ? from : { root: schema, uri }
    for (const name of namesOf(schema, resource)) if (!found.has(name)) found.set(name, { schema, resource })
    for (const [, child] of childrenOf(schema)) visit(child, resource)
  }
  for (const top of tops) visit(top.root, top)
  return found
}

function namesOf(schema: JsonSchemaObject, { root, uri }: Resource): string[] {
  const { $id: id, $anchor: anchor, $dynamicAnchor: dynamic } = schema
  return [
    ...(schema === root ? [uri] : []),
    ...(typeof id === 'string' && id.startsWith('#') ? [uri + id] : []),
    ...(typeof anchor === 'string' ? [`${uri}#${anchor}`] : []),
    ...(typeof dynamic === 'string' ? [`${uri}#${dynamic}`, `dynamic:${uri}#${dynamic}`] : []),
  ]
}
