import type { JsonSchema } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'

type Defs = Readonly<Record<string, JsonSchema>>

/** Say nothing about which values there are. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'examples', 'deprecated', '$comment', 'readOnly', 'writeOnly', 'default'],
])
/** Hold names that the author chose, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', '$defs'])
const VALUES = new Set(['const'])
/** Lists whose order says nothing. */
const SETS = new Set(['required', 'enum', 'type'])

/** Text that is equal for schemas which say the same, letter for letter, of which values there are. */
export function wireText(schema: JsonSchema, defs: Defs): string {
  const names = new Set<string>()
  const view = withoutAnnotations(schema, names)
  const reached: Record<string, unknown> = {}
  for (const name of names) {
    if (Object.hasOwn(defs, name)) reached[name] = withoutAnnotations(defs[name], names)
  }
  return canonicalJson({ view, reached })
}

/** A set grows while it is walked, so that the caller of the loop above comes to every definition. */
function withoutAnnotations(schema: unknown, names: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutAnnotations(item, names))
  if (!isRecord(schema)) return schema
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-'))
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keywordView(keyword, value, names)]))
}

function keywordView(keyword: string, value: unknown, names: Set<string>): unknown {
  if (keyword === '$ref' && typeof value === 'string') names.add(value.replace('#/$defs/', ''))
  if (VALUES.has(keyword)) return value
  if (SETS.has(keyword) && Array.isArray(value)) return value.map((item) => canonicalJson(item)).toSorted()
  if (!NAMED.has(keyword) || !isRecord(value)) return withoutAnnotations(value, names)
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withoutAnnotations(schema, names)]))
}
