import type { JsonSchema } from '@tessera/contract.define/document'
import { type Child, type Defs, listOf, mapOf, refName, shapes, stringsOf } from './schema.ts'

/** The value a reader fills in where a property of this schema is absent; a box, for `null` is a value too. */
export function defaultOf(schema: JsonSchema, defs: Defs, seen: ReadonlySet<string> = new Set()): Default | undefined {
  if (typeof schema === 'boolean') return undefined
  if (schema['default'] !== undefined) return { value: schema['default'] }
  const name = refName(schema)
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema, keyword))
  if (name !== undefined && !seen.has(name)) branches.unshift(defs[name] ?? true)
  const known = name === undefined ? seen : new Set([...seen, name])
  for (const branch of branches) {
    const found = defaultOf(branch, defs, known)
    if (found) return found
  }
  return undefined
}

export interface Default {
  readonly value: unknown
}

/** Properties of this very schema that a writer may leave out and a reader is handed all the same. */
export function filledProperties(schema: JsonSchema, defs: Defs): ReadonlyMap<string, Default> {
  const filled = new Map<string, Default>()
  if (typeof schema === 'boolean') return filled
  const required = new Set(stringsOf(schema, 'required'))
  for (const [key, property] of Object.entries(mapOf(schema, 'properties'))) {
    const found = required.has(key) || key === '__proto__' ? undefined : defaultOf(property, defs)
    if (found) filled.set(key, found)
  }
  return filled
}

/** Tells schemas whose readers get more than writers must supply: there a default is filled in, here or further inside. */
export function fillTest(defs: Defs): (schema: JsonSchema) => boolean {
  return reachTest(defs, (schema) => filledProperties(schema, defs).size > 0)
}

/** Tells schemas that have a trait themselves or in what shapes them (or in all that `inside` gives), through references. */
export function reachTest(
  defs: Defs,
  own: (schema: JsonSchema) => boolean,
  inside: (schema: JsonSchema) => readonly Child[] = shapes,
): (schema: JsonSchema) => boolean {
  const reaching = new Set<string>()
  const reaches = (schema: JsonSchema): boolean =>
    reaching.has(refName(schema) ?? '') || own(schema) || inside(schema).some((child) => reaches(child.schema))
  const users = usersOf(defs, inside)
  const found = Object.keys(defs).filter((name) => reaches(defs[name] ?? true))
  for (let name = found.pop(); name !== undefined; name = found.pop()) {
    if (reaching.has(name)) continue
    reaching.add(name)
    found.push(...(users.get(name) ?? []))
  }
  return reaches
}

/** By name of a schema, those that it shapes. */
function usersOf(defs: Defs, inside: (schema: JsonSchema) => readonly Child[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  const visit = (schema: JsonSchema, user: string): void => {
    const name = refName(schema)
    if (name !== undefined) users.set(name, [...(users.get(name) ?? []), user])
    for (const child of inside(schema)) visit(child.schema, user)
  }
  for (const [name, schema] of Object.entries(defs)) visit(schema, name)
  return users
}
