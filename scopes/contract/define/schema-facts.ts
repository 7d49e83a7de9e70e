import { isRecord } from '@tessera/core.model'
import type { ContractDocument, JsonSchema, JsonSchemaObject } from './document.ts'

type Defs = ContractDocument['$defs']

const INDEXES = new WeakMap<ContractDocument['slots'], ReadonlyMap<string, JsonSchema>>()

/** The schema of a slot by its `at`. */
export function slotSchema({ slots }: ContractDocument, at: string | undefined): JsonSchema | undefined {
  const index = INDEXES.get(slots) ?? new Map(slots.map((slot) => [slot.at, slot.schema]))
  INDEXES.set(slots, index)
  return at === undefined ? undefined : index.get(at)
}

/** Follows `$ref` into `$defs`. */
export function resolve(schema: JsonSchema, $defs: Defs): JsonSchemaObject | boolean {
  const seen = new Set<string>()
  let at = schema
  while (typeof at === 'object' && typeof at['$ref'] === 'string' && !seen.has(at['$ref'])) {
    seen.add(at['$ref'])
    at = defOf(at['$ref'], $defs) ?? true
  }
  return at
}

/** What `#/$defs/Order` names. */
export function defOf(ref: string, $defs: Defs): JsonSchema | undefined {
  const name = ref.startsWith('#/$defs/') ? ref.slice('#/$defs/'.length) : undefined
  return name !== undefined && Object.hasOwn($defs, name) ? $defs[name] : undefined
}

/** Names that an object schema declares itself. */
export function propertyNames(schema: JsonSchema, $defs: Defs): readonly string[] {
  const target = resolve(schema, $defs)
  return typeof target === 'object' && isRecord(target['properties']) ? Object.keys(target['properties']) : []
}

export interface Property {
  readonly schema: JsonSchema
  readonly required: boolean
}

/** A property that values of the schema have, in whatever branch; absent where some may have none of that name. */
export function propertyOf(schema: JsonSchema, name: string, $defs: Defs): Property | undefined {
  return lookUp({ schema, name, $defs, above: [] })
}

interface Lookup {
  readonly schema: JsonSchema
  readonly name: string
  readonly $defs: Defs
  /** Schemas that this one stands in: a loop ends there. */
  readonly above: readonly JsonSchema[]
}

function lookUp(lookup: Lookup): Property | undefined {
  const { name, $defs, above } = lookup
  const schema = resolve(lookup.schema, $defs)
  if (typeof schema !== 'object' || above.includes(schema)) return undefined
  const inner = (branch: JsonSchema): Property | undefined =>
    lookUp({ ...lookup, schema: branch, above: [...above, schema] })
  const found = [ownProperty(schema, name), ...listOf(schema, 'allOf').map(inner)]
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(schema, keyword).map(inner)
    if (branches.length > 0 && branches.every((branch) => branch !== undefined)) {
      found.push({ schema: branches[0]?.schema ?? true, required: branches.every((branch) => branch?.required) })
    }
  }
  const there = found.filter((property) => property !== undefined)
  const [first] = there
  return first && { schema: first.schema, required: there.some(({ required }) => required) }
}

function ownProperty(schema: JsonSchemaObject, name: string): Property | undefined {
  const { properties, required } = schema
  if (!isRecord(properties) || !Object.hasOwn(properties, name)) return undefined
  return {
    schema: properties[name] as JsonSchema,
    required: Array.isArray(required) && required.includes(name),
  }
}

export function listOf(schema: JsonSchemaObject, keyword: string): readonly JsonSchema[] {
  return Array.isArray(schema[keyword]) ? (schema[keyword] as readonly JsonSchema[]) : []
}
