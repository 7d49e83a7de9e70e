import { isRecord } from '@tessera/core.model'
import type { Place } from './place.ts'
import { pointerTo, pointerTokens } from './source.ts'

/** Schemas that say their own name: `$id`, `id` of draft 4, `$anchor`. */
export interface Anchors {
  /** What a `$ref` at a place of this file means, absolutely. */
  uriOf(from: Place, ref: string): string
  /** The schema of this file that has this name, or lies in one that has. */
  named(uri: string): Place | undefined
}

/** Values, in which nothing is a schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples', 'example'])

/** Every name in one file, by absolute URI. */
export function anchorsOf(root: Place): Anchors {
  const names = new Map<string, Place>()
  const bases = new Map<string, string>()
  collect(root, 'file:///', { names, bases })
  return {
    uriOf: (from, ref) => absolute(ref, baseOf(from.pointer, bases)),
    named(uri) {
      const hash = uri.indexOf('#')
      const named = names.get(uri) ?? names.get(uri.replace(/#$/, ''))
      if (named !== undefined || hash < 0 || uri[hash + 1] !== '/') return named
      const resource = names.get(uri.slice(0, hash))
      return resource && descend(resource, uri.slice(hash + 1))
    },
  }
}

interface Found {
  readonly names: Map<string, Place>
  /** Base URI of each schema that sets one, by its pointer. */
  readonly bases: Map<string, string>
}

function collect(place: Place, base: string, found: Found): void {
  const { value, pointer, file } = place
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) =>
      collect({ file, pointer: pointerTo(pointer, index), value: item }, base, found),
    )
    return
  }
  if (!isRecord(value)) return
  const own = register(place, value, base, found)
  for (const [key, item] of Object.entries(value)) {
    if (!VALUES.has(key)) collect({ file, pointer: pointerTo(pointer, key), value: item }, own, found)
  }
}

function register(place: Place, value: Record<string, unknown>, base: string, { names, bases }: Found): string {
  const id = typeof value['$id'] === 'string' ? value['$id'] : draft4Id(value)
  const own = id === undefined || id.startsWith('#') ? base : absolute(id, base).replace(/#$/, '')
  if (id?.startsWith('#')) names.set(`${base}${id}`, place)
  if (own !== base) {
    names.set(own, place)
    bases.set(place.pointer, own)
  }
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    if (typeof value[keyword] === 'string') names.set(`${own}#${value[keyword]}`, place)
  }
  return own
}

/** A property called `id` is no name: draft 4 has it beside `$schema` or as a URI with the type of a schema. */
function draft4Id(value: Record<string, unknown>): string | undefined {
  const id = value['id']
  if (typeof id !== 'string') return undefined
  return '$schema' in value || (/^(#|[a-z]+:)/.test(id) && ('type' in value || 'properties' in value)) ? id : undefined
}

function baseOf(pointer: string, bases: ReadonlyMap<string, string>): string {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const base = bases.get(at)
    if (base !== undefined) return base
    if (at === '') return 'file:///'
  }
}

function absolute(ref: string, base: string): string {
  if (ref.startsWith('#')) return `${base}${ref}`
  return URL.canParse(ref, base) ? new URL(ref, base).href : ref
}

function descend(place: Place, pointer: string): Place | undefined {
  let at: Place | undefined = place
  for (const token of pointerTokens(decodeURIComponent(pointer))) {
    if (at === undefined || typeof at.value !== 'object' || at.value === null || !Object.hasOwn(at.value, token))
      return undefined
    const value: unknown = (at.value as Readonly<Record<string, unknown>>)[token]
    at = { file: place.file, pointer: pointerTo(at.pointer, token), value }
  }
  return at
}
