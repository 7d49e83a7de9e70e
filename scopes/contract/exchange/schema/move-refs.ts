import type { JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { KEYWORDS } from './keywords.ts'

/** The same schema with its named schemas standing elsewhere: `#/components/schemas/` in place of `#/$defs/`. */
export function moveRefs(schema: JsonSchema, to: string): JsonSchema {
  if (!isRecord(schema)) return schema
  const inner = (value: unknown): unknown => moveRefs(value as JsonSchema, to)
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === '$ref' && typeof value === 'string') return [keyword, value.replace('#/$defs/', to)]
      const holds = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined
      if (holds === 'schema') return [keyword, inner(value)]
      if (holds === 'schemas') return [keyword, (value as readonly unknown[]).map(inner)]
      if (holds !== 'map') return [keyword, value]
      return [keyword, Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, inner(item)]))]
    }),
  )
}
