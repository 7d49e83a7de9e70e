import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import type { ChecksWriter } from './checks-writer.ts'
import type { At, Code } from './code.ts'
import { propertyCode } from './members.ts'
import { listOf, mapOf, refName } from './schema.ts'

/** Which members of a value the keywords of a schema have spoken of, as JSON Schema counts it for `unevaluated…`. */
export interface Spoken {
  /** Code that holds for such a member: `true` for all of them, nothing for none. */
  readonly code: string
  /** Statements that the code needs before it. */
  readonly before: Code
}

/** Code for the members that the keywords of this very schema speak of. `inside`: it stands in the one that asks. */
type Own = (schema: JsonSchemaObject, inside: boolean) => readonly string[]

export function spokenOf(schema: JsonSchemaObject, at: At, writer: ChecksWriter, own: Own): Spoken {
  const before: string[] = []
  const open = new Set<JsonSchema>()
  const holds = (branch: JsonSchema): string => {
    const name = at.names.take('holds')
    const check = writer.call('check', branch, `${at.hint}Branch`)
    before.push(`const ${name} = ${writer.local('passes')}(${check}, ${at.value})`)
    return name
  }
  const by = (part: JsonSchema, inside = true): string => {
    // A schema that comes back to itself at the same place adds nothing.
    if (typeof part === 'boolean' || open.has(part)) return ''
    open.add(part)
    const found = either([...own(part, inside), ...joined(part), ...alternatives(part), ...conditions(part)])
    open.delete(part)
    return found
  }
  const joined = (part: JsonSchemaObject): readonly string[] => {
    const name = refName(part)
    const reference = name === undefined ? [] : [writer.defs[name] ?? true]
    return [...reference, ...listOf(part, 'allOf')].map((branch) => by(branch))
  }
  const alternatives = (part: JsonSchemaObject): readonly string[] =>
    [...listOf(part, 'anyOf'), ...listOf(part, 'oneOf')].map((branch) => {
      const spoken = by(branch)
      return spoken === '' ? '' : both(holds(branch), spoken)
    })
  const conditions = (part: JsonSchemaObject): readonly string[] => {
    const dependents = Object.entries(mapOf(part, 'dependentSchemas')).map(([key, branch]) =>
      both(`${propertyCode(at.value, key)} !== undefined`, by(branch)),
    )
    if (part['if'] === undefined) return dependents
    const test = part['if'] as JsonSchema
    const then = either([by(test), by((part['then'] ?? true) as JsonSchema)])
    const otherwise = by((part['else'] ?? true) as JsonSchema)
    if (then === '' && otherwise === '') return dependents
    const name = holds(test)
    return [...dependents, both(name, then), both(`!${name}`, otherwise)]
  }
  return { code: by(schema, false), before }
}

function either(codes: readonly string[]): string {
  const found = [...new Set(codes.filter((code) => code !== ''))]
  return found.includes('true') ? 'true' : found.join(' || ')
}

function both(condition: string, code: string): string {
  if (code === '') return ''
  return code === 'true' ? condition : `(${condition} && (${code}))`
}
