import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Notes } from '../read/notes.ts'
import { items, member, members, type Place } from '../read/place.ts'
import { discriminated } from './discriminator.ts'
import { ANNOTATIONS, BOOLEAN, type Holds, KEYWORDS, OWN_EXTENSIONS, TYPES } from './keywords.ts'
import { mendPattern } from './mend-pattern.ts'

export type Dialect = 'openapi-3.0' | 'draft-7' | '2020-12'

/** What the translation of one schema needs to know of the document around it. */
export interface Translation {
  readonly dialect: Dialect
  readonly notes: Notes
  /** Made by Tessera: nothing in it is foreign, all of it stays. */
  readonly own: boolean
  /** The `$defs` name of what a `$ref` at a place leads to. */
  nameOf(from: Place, ref: string): string
  /** Where the `$ref` of a place leads, or the place itself. */
  follow(place: Place): Place
}

type Parts = Record<string, unknown>

/** A schema of any dialect, in words of JSON Schema 2020-12. */
export function translate(place: Place, how: Translation): JsonSchema {
  const { value } = place
  if (typeof value === 'boolean') return value
  if (!isRecord(value)) {
    how.notes.lost('INVALID_KEYWORD', place, `a schema must be an object, not ${JSON.stringify(value)}`, ANY_INSTEAD)
    return {}
  }
  if (how.own && typeof value[BOOLEAN] === 'boolean') return value[BOOLEAN]
  const schema = Object.fromEntries(
    members(place).flatMap(([keyword, held]) => Object.entries(keywordOf(keyword, held, place, how))),
  )
  return withNull(withReference(schema, place, how), place, how)
}

const ANY_INSTEAD = 'any value is taken there'

function keywordOf(keyword: string, held: Place, parent: Place, how: Translation): Parts {
  if (Object.hasOwn(KEYWORDS, keyword) && !isOldForm(keyword, held)) return known(keyword, held, parent, how)
  const old = Object.hasOwn(OLD_FORMS, keyword) ? OLD_FORMS[keyword] : undefined
  if (old !== undefined) return old(held, parent, how)
  if (SILENT.has(keyword)) return {}
  if (keyword.startsWith('x-')) return extension(keyword, held, how)
  how.notes.lost(
    'UNKNOWN_KEYWORD',
    held,
    `"${keyword}" is no keyword of JSON Schema that carries over`,
    'it is left out',
  )
  return {}
}

/** Said elsewhere (`$defs`, `$ref`), or nothing about values. */
const SILENT = new Set([
  ...['$ref', '$schema', '$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$defs', 'definitions'],
  ...['nullable', 'additionalItems', '$vocabulary'],
])

function extension(keyword: string, held: Place, { own, notes }: Translation): Parts {
  if (own || OWN_EXTENSIONS.has(keyword)) return { [keyword]: held.value }
  notes.changed('EXTENSION_DROPPED', held, `"${keyword}" is an extension without a meaning here`, 'it is left out')
  return {}
}

function known(keyword: string, held: Place, parent: Place, how: Translation): Parts {
  const read = READERS[KEYWORDS[keyword] as Holds](held, how)
  if (read === undefined) {
    how.notes.lost('INVALID_KEYWORD', held, `"${keyword}" cannot be ${brief(held.value)}`, 'it is left out')
    return {}
  }
  if (keyword === 'minimum' && member(parent, 'exclusiveMinimum').value === true) return { exclusiveMinimum: read }
  if (keyword === 'maximum' && member(parent, 'exclusiveMaximum').value === true) return { exclusiveMaximum: read }
  if ((keyword === 'oneOf' || keyword === 'anyOf') && member(parent, 'discriminator').value !== undefined) {
    return discriminated(keyword, { parent, branches: read as readonly JsonSchema[] }, how)
  }
  return { [keyword]: read }
}

const READERS: Readonly<Record<Holds, (held: Place, how: Translation) => unknown>> = {
  schema: (held, how) => (isSchema(held.value) ? translate(held, how) : undefined),
  schemas: (held, how) =>
    Array.isArray(held.value) && held.value.length > 0 ? items(held).map((item) => translate(item, how)) : undefined,
  map: (held, how) =>
    isRecord(held.value)
      ? Object.fromEntries(members(held).map(([key, item]) => [key, translate(item, how)]))
      : undefined,
  number: ({ value }) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  count: ({ value }) => (Number.isInteger(value) && (value as number) >= 0 ? value : undefined),
  flag: ({ value }) => (typeof value === 'boolean' ? value : undefined),
  text: ({ value }) => (typeof value === 'string' ? value : undefined),
  names: ({ value }) => (isNames(value) ? [...new Set(value)] : undefined),
  any: ({ value }) => value,
  list: ({ value }) => (Array.isArray(value) ? value : undefined),
}

type OldForm = (held: Place, parent: Place, how: Translation) => Parts

/** Keywords that 2020-12 says otherwise, or not at all. */
const OLD_FORMS: Readonly<Record<string, OldForm>> = {
  items: (held, parent, how) => ({
    prefixItems: items(held).map((item) => translate(item, how)),
    ...(isSchema(member(parent, 'additionalItems').value)
      ? { items: translate(member(parent, 'additionalItems'), how) }
      : {}),
  }),
  exclusiveMinimum: () => ({}),
  exclusiveMaximum: () => ({}),
  // A list in the examples of a parameter, but the value itself in those of a schema.
  examples: (held) => ({ examples: members(held).map(([, example]) => example.value) }),
  example: ({ value }) => ({ examples: [value] }),
  type: typeKeyword,
  pattern: (held, _parent, { own, notes }) => (own ? { pattern: held.value } : mendPattern(held, notes)),
  dependencies: (held, _parent, how) => dependencies(held, how),
  dependentRequired: (held, _parent, how) => dependencies(held, how),
  discriminator: (held, parent, { notes }) => {
    const isSaid = member(parent, 'oneOf').value !== undefined || member(parent, 'anyOf').value !== undefined
    if (!isSaid)
      notes.lost('DISCRIMINATOR', held, 'a discriminator without alternatives checks nothing', 'it is left out')
    return {}
  },
  xml: (held, _parent, { notes }) => {
    notes.lost('UNKNOWN_KEYWORD', held, 'how a value looks in XML has no place in a contract', 'it is left out')
    return {}
  },
  externalDocs: (held, _parent, { notes }) => {
    notes.changed('EXTENSION_DROPPED', held, 'a link to documentation has no place in a contract', 'it is left out')
    return {}
  },
  $dynamicRef: (held, parent, how) => staticRef(held, parent, how),
  $recursiveRef: (held, parent, how) => staticRef(held, parent, how),
}

function isOldForm(keyword: string, { value }: Place): boolean {
  if (keyword === 'items') return Array.isArray(value)
  if (keyword === 'exclusiveMinimum' || keyword === 'exclusiveMaximum') return typeof value === 'boolean'
  return keyword === 'examples' && isRecord(value)
}

function typeKeyword(held: Place, _parent: Place, { notes }: Translation): Parts {
  const { value } = held
  const all = [value].flat()
  const types = [...new Set(all.filter((type) => TYPES.includes(type as string)))]
  if (types.length < all.length) {
    notes.lost('INVALID_KEYWORD', held, `${brief(value)} is no type of JSON Schema`, ANY_INSTEAD)
    return {}
  }
  return { type: Array.isArray(value) && types.length > 1 ? types : types[0] }
}

/** Draft 7 has both kinds under one name. */
function dependencies(held: Place, how: Translation): Parts {
  const entries = members(held)
  const required = entries.filter(([, { value }]) => isNames(value)).map(([key, { value }]) => [key, value])
  const schemas = entries.filter(([, { value }]) => isSchema(value)).map(([key, item]) => [key, translate(item, how)])
  return {
    ...(required.length > 0 ? { dependentRequired: Object.fromEntries(required) as unknown } : {}),
    ...(schemas.length > 0 ? { dependentSchemas: Object.fromEntries(schemas) as unknown } : {}),
  }
}

/** Where it leads if nothing extends the schema, which is so in a closed document. */
function staticRef(held: Place, parent: Place, how: Translation): Parts {
  if (typeof held.value !== 'string') return {}
  how.notes.changed(
    'DYNAMIC_REF',
    held,
    'a reference that others may redirect',
    'it leads where it leads in this document',
  )
  return { $ref: `#/$defs/${how.nameOf(parent, held.value)}` }
}

/** Dialects before 2019-09 say that nothing counts beside a `$ref`; descriptions are meant all the same. */
function withReference(schema: JsonSchemaObject, place: Place, how: Translation): JsonSchemaObject {
  const ref = member(place, '$ref').value
  if (typeof ref !== 'string') return schema
  const $ref = `#/$defs/${how.nameOf(place, ref)}`
  if (how.dialect === '2020-12') return { $ref, ...schema }
  const kept = Object.entries(schema).filter(([keyword]) => ANNOTATIONS.has(keyword) || keyword.startsWith('x-'))
  if (kept.length < Object.keys(schema).length) {
    how.notes.lost('REF_SIBLINGS', place, 'keywords beside a $ref do not count in this dialect', 'they are left out')
  }
  return { $ref, ...Object.fromEntries(kept) }
}

function withNull(schema: JsonSchemaObject, place: Place, { dialect, notes }: Translation): JsonSchemaObject {
  const nullable = member(place, 'nullable')
  if (nullable.value !== true) return schema
  if (dialect !== 'openapi-3.0') {
    notes.lost('NULLABLE_IGNORED', nullable, '"nullable" has no meaning in this dialect', 'null is refused')
    return schema
  }
  const entries = Object.entries(schema)
  const around = entries.filter(([keyword]) => ANNOTATIONS.has(keyword) || keyword.startsWith('x-'))
  const inner = Object.fromEntries(entries.filter((entry) => !around.includes(entry)))
  if (Object.keys(inner).length === 0) return schema
  return { ...Object.fromEntries(around), anyOf: [withoutNull(inner), { type: 'null' }] }
}

/** The enum lists null where 3.0 asks for it; here null stands beside it. */
function withoutNull(schema: JsonSchemaObject): JsonSchemaObject {
  const { enum: values, ...rest } = schema
  return Array.isArray(values) ? { ...rest, enum: values.filter((value) => value !== null) } : schema
}

function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || isRecord(value)
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

function brief(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}
