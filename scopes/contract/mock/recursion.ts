import type { Context, Spot } from './context.ts'
import type { JsonSchema } from './types.ts'

/** Whether making this part would enter a schema that is being made already; one level of that is enough. */
export function lookAhead(context: Context, schema: JsonSchema, spot: Spot): boolean {
  const repeats = spot.trail.length > new Set(spot.trail).size
  if (spot.names.length > 12) return mentions(context, schema, () => true)
  return mentions(context, schema, (target) => spot.trail.includes(target) && (repeats || !spot.random.chance(0.5)))
}

function mentions(context: Context, schema: unknown, isOpen: (target: JsonSchema) => boolean, depth = 0): boolean {
  if (typeof schema !== 'object' || schema === null || depth > 4) return false
  if (Array.isArray(schema)) return schema.some((part) => mentions(context, part, isOpen, depth + 1))
  return Object.entries(schema).some(([keyword, value]) => {
    if (keyword !== '$ref') return PARTS.has(keyword) && mentions(context, value, isOpen, depth + 1)
    const target = context.references.resolve(String(value))
    return target !== undefined && isOpen(target)
  })
}

const PARTS = new Set(['allOf', 'anyOf', 'oneOf', 'items', 'prefixItems', 'additionalProperties', 'then', 'else'])
