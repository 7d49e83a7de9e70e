import { canonicalJson, isRecord, sha256 } from '@tessera/core.model'
import type { ContractDocument, HttpOperation } from './document.ts'

/** Say nothing about what may travel. `default` does: a reader fills it in. */
const SILENT = new Set(['title', 'description', 'examples', 'deprecated', '$comment', 'readOnly', 'writeOnly'])
/** Hold names or values of the author, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', '$defs'])
const VALUES = new Set(['const', 'enum', 'default'])
const SETS = new Set(['required', 'enum', 'type'])

/**
 * 16 hex digits over what travels: the slots, their `$defs`, and the edges that are on the wire. Equal where only
 * descriptions, titles, examples, origins, or the order of operations and properties differ.
 */
export function wireHash(document: ContractDocument): string {
  const slots = document.slots.map(({ at, sentBy, mediaType, strict, schema }) => ({
    ...{ at, sentBy, mediaType, strict },
    schema: wireSchema(schema),
  }))
  const wire = {
    pattern: document.pattern,
    slots: slots.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    operations: mapValues(document.operations ?? {}, wireOperation),
    $defs: mapValues(document.$defs, wireSchema),
  }
  return sha256(canonicalJson(wire)).slice(0, 16)
}

function wireOperation({ method, path, idempotent, request, responses }: HttpOperation): unknown {
  const key = idempotent === 'key'
  return { method, path, key, request, responses: mapValues(responses, ({ body, problem }) => ({ body, problem })) }
}

function wireSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(wireSchema)
  if (!isRecord(schema)) return schema
  const entries = Object.entries(schema).filter(([keyword]) => !SILENT.has(keyword) && !keyword.startsWith('x-'))
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, wireKeyword(keyword, value)]))
}

function wireKeyword(keyword: string, value: unknown): unknown {
  if (SETS.has(keyword) && Array.isArray(value)) return value.map((item) => canonicalJson(item)).toSorted()
  if (VALUES.has(keyword)) return value
  if (NAMED.has(keyword) && isRecord(value)) return mapValues(value, wireSchema)
  return wireSchema(value)
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
