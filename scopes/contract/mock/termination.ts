import { isObject } from './equal.ts'
import type { References } from './references.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

const known = new WeakMap<References, Map<JsonSchema, number>>()

/**
 * How deep the flattest value of a schema is, bounds aside: 0 for a scalar, Infinity where every value would have to
 * contain another of its kind without end.
 */
export function heightOf(schema: JsonSchema, references: References): number {
  const heights = known.get(references) ?? new Map<JsonSchema, number>()
  known.set(references, heights)
  if (!heights.has(schema)) solve(schema, references, heights)
  return heights.get(schema) ?? 0
}

/** Heights only fall from Infinity, so repeating until nothing changes ends. */
function solve(root: JsonSchema, references: References, heights: Map<JsonSchema, number>): void {
  const reachable = new Set<JsonSchema>()
  reach(root, references, reachable)
  for (const schema of reachable) if (!heights.has(schema)) heights.set(schema, Infinity)
  for (let changed = true; changed;) {
    changed = false
    for (const schema of reachable) {
      const height = typeof schema === 'object' ? heightFrom(schema, references, heights) : 0
      if (height < (heights.get(schema) ?? Infinity)) {
        heights.set(schema, height)
        changed = true
      }
    }
  }
}

function heightFrom(schema: JsonSchemaObject, references: References, heights: Map<JsonSchema, number>): number {
  const height = (part: JsonSchema): number => (typeof part === 'object' ? (heights.get(part) ?? Infinity) : 0)
  const needed = [0, ...list(schema, 'allOf').map(height)]
  const target = typeof schema['$ref'] === 'string' ? references.resolve(schema['$ref']) : undefined
  if (target !== undefined) needed.push(height(target))
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = list(schema, keyword)
    if (branches.length > 0) needed.push(Math.min(...branches.map(height)))
  }
  return Math.max(...needed, ...structure(schema).map((part) => 1 + height(part)))
}

/** The parts that a value cannot do without, where it must be an object or an array. */
function structure(schema: JsonSchemaObject): JsonSchema[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  if (schema['type'] === 'object') {
    const required = (schema['required'] ?? []) as readonly string[]
    return required.flatMap((key) => (Object.hasOwn(properties, key) ? [properties[key] as JsonSchema] : []))
  }
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0
  if (schema['type'] !== 'array' || least < 1) return []
  const prefix = list(schema, 'prefixItems')
  const rest = schema['items'] as JsonSchema | undefined
  return [...prefix.slice(0, least), ...(rest !== undefined && least > prefix.length ? [rest] : [])]
}

function reach(schema: JsonSchema, references: References, seen: Set<JsonSchema>): void {
  if (seen.has(schema)) return
  seen.add(schema)
  if (typeof schema !== 'object') return
  const target = typeof schema['$ref'] === 'string' ? references.resolve(schema['$ref']) : undefined
  const parts = [...list(schema, 'allOf'), ...list(schema, 'anyOf'), ...list(schema, 'oneOf'), ...structure(schema)]
  for (const part of target === undefined ? parts : [target, ...parts]) reach(part, references, seen)
}

function list(schema: JsonSchemaObject, keyword: string): readonly JsonSchema[] {
  const value = schema[keyword]
  return Array.isArray(value) ? value.filter((part) => isObject(part) || typeof part === 'boolean') : []
}
