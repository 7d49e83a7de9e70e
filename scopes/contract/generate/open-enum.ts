import type { JsonSchema } from '@tessera/contract.define/document'
import { reachTest } from './defaults.ts'
import { type Defs, listOf, refName } from './schema.ts'

/** The members that a writer may send of an open enum, of which a reader may be handed others. */
export function openMembers(schema: JsonSchema): readonly string[] | undefined {
  if (typeof schema === 'boolean' || !Array.isArray(schema[OPEN_ENUM])) return undefined
  return (schema[OPEN_ENUM] as readonly unknown[]).filter((member) => typeof member === 'string')
}

export const OPEN_ENUM = 'x-extensible-enum'

/** Tells schemas whose readers may be handed members that the contract does not know yet, here or further inside. */
export function openTest(defs: Defs): (schema: JsonSchema) => boolean {
  return reachTest(defs, (schema) => openMembers(schema) !== undefined)
}

/** The open enums that a value of this very schema has to be a member of, through references and `allOf`. */
export function openEnums(
  schema: JsonSchema,
  defs: Defs,
  seen: ReadonlySet<JsonSchema> = new Set(),
): readonly (readonly string[])[] {
  if (typeof schema === 'boolean' || seen.has(schema)) return []
  const [own, name, known] = [openMembers(schema), refName(schema), new Set([...seen, schema])]
  const joined = [...(name === undefined ? [] : [defs[name] ?? true]), ...listOf(schema, 'allOf')]
  return [...(own ? [own] : []), ...joined.flatMap((part) => openEnums(part, defs, known))]
}
