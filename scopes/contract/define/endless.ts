import { isRecord } from '@tessera/core.model'
import type { ContractDocument, JsonSchema, JsonSchemaObject } from './document.ts'
import type { Finder } from './finder.ts'
import { defOf, listOf } from './schema-facts.ts'
import { escapePointer } from './shape.ts'

/**
 * Named schemas that no finite value fits, for each value would have to hold another: `Tree` with a required `Tree`.
 * Only recursion is looked at; what contradicts itself otherwise is for the mocks to prove.
 */
export function checkEndless({ $defs }: ContractDocument, found: Finder): void {
  const finite = new Set<string>()
  // To and fro: a chain of names takes one pass, whichever way it runs.
  let open = Object.keys($defs)
  for (let before = -1; finite.size > before; open = open.filter((name) => !finite.has(name)).toReversed()) {
    before = finite.size
    for (const name of open) if (isFinite($defs[name] as JsonSchema, { $defs, finite })) finite.add(name)
  }
  for (const name of Object.keys($defs).filter((key) => !finite.has(key))) {
    const message = `no value of ${name} ever ends: each holds another one`
    const hint = 'make what it contains of itself optional, nullable, or an array that may be empty'
    found.error('ENDLESS_SCHEMA', `/$defs/${escapePointer(name)}`, message, hint)
  }
}

interface Known {
  readonly $defs: ContractDocument['$defs']
  /** Names that some finite value fits, as far as is known. */
  readonly finite: ReadonlySet<string>
}

function isFinite(schema: JsonSchema, known: Known): boolean {
  if (!isRecord(schema)) return true
  const fits = (inner: JsonSchema): boolean => isFinite(inner, known)
  const ref = schema['$ref']
  if (typeof ref === 'string' && defOf(ref, known.$defs) !== undefined) {
    if (!known.finite.has(ref.slice('#/$defs/'.length))) return false
  }
  const branches = ['anyOf', 'oneOf'].map((keyword) => listOf(schema, keyword))
  return (
    listOf(schema, 'allOf').every(fits) &&
    branches.every((options) => options.length === 0 || options.some(fits)) &&
    (!mustBe('object', schema) || needed(schema).every(fits)) &&
    (!mustBe('array', schema) || leastItems(schema).every(fits))
  )
}

function mustBe(type: string, schema: JsonSchemaObject): boolean {
  const types = [schema['type'] ?? []].flat()
  return types.length === 1 && types[0] === type
}

/** What each object has. */
function needed({ properties, required }: JsonSchemaObject): readonly JsonSchema[] {
  if (!isRecord(properties) || !Array.isArray(required)) return []
  return (required as readonly string[]).flatMap((key) =>
    Object.hasOwn(properties, key) ? [properties[key] as JsonSchema] : [],
  )
}

/** What each array has. */
function leastItems(schema: JsonSchemaObject): readonly JsonSchema[] {
  const least = Number(schema['minItems'] ?? 0)
  const first = listOf(schema, 'prefixItems').slice(0, least)
  const rest = schema['items'] as JsonSchema | undefined
  return first.length < least && rest !== undefined ? [...first, rest] : first
}
