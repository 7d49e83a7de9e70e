import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'

/** Keywords whose schemas are about the very same value. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']

/**
 * References with which schemas contain themselves about the same value (`A: { allOf: [A] }`): no validator comes to an
 * end with them. By the name of the schema in which they stand.
 */
export function endless($defs: ContractDocument['$defs']): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const done = new Set<string>()
  const visit = (name: string, open: readonly string[]): void => {
    done.add(name)
    for (const next of refsInPlace($defs[name] ?? true)) {
      if (next === name || open.includes(next)) found.set(name, (found.get(name) ?? new Set()).add(next))
      else if (!done.has(next)) visit(next, [...open, name])
    }
  }
  for (const name of Object.keys($defs)) if (!done.has(name)) visit(name, [])
  return found
}

/** The schema without references, about the same value, to any of the names. */
export function withoutRefs(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const entries = Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === '$ref' && names.has(nameIn(value))) return []
    if (!IN_PLACE.includes(keyword)) return [[keyword, value] as const]
    if (!Array.isArray(value)) return [[keyword, withoutRefs(value as JsonSchema, names)] as const]
    const kept = value.filter((branch: JsonSchema) => !isRecord(branch) || !names.has(nameIn(branch['$ref'])))
    return kept.length === 0 ? [] : [[keyword, kept.map((branch: JsonSchema) => withoutRefs(branch, names))] as const]
  })
  return Object.fromEntries(entries)
}

function refsInPlace(schema: JsonSchema): readonly string[] {
  if (typeof schema === 'boolean') return []
  const own = typeof schema['$ref'] === 'string' ? [nameIn(schema['$ref'])] : []
  const inner = IN_PLACE.flatMap((keyword) => listOf(schema[keyword]))
  return [...own, ...inner.flatMap(refsInPlace)]
}

function listOf(value: unknown): readonly JsonSchema[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly JsonSchema[]) : [value as JsonSchema]
}

function nameIn(ref: unknown): string {
  return typeof ref === 'string' ? ref.replace('#/$defs/', '') : ''
}
