import { isObject } from './equal.ts'
import type { JsonSchema } from './types.ts'

/** A schema that only values with the override in them satisfy, so that branches are chosen to fit it. */
export function overrideSchema(override: unknown): JsonSchema {
  if (!isObject(override)) return override === undefined ? true : { const: override }
  const entries = Object.entries(override)
  const present = entries.filter(([, value]) => value !== undefined)
  const absent = entries.filter(([, value]) => value === undefined)
  return {
    type: 'object',
    properties: Object.fromEntries(present.map(([key, value]) => [key, overrideSchema(value)])),
    required: present.map(([key]) => key),
    allOf: absent.map(([key]) => ({ not: { required: [key] } })),
  }
}

/** The value with the override laid over it: objects are merged, `undefined` takes a property away. */
export function applyOverride(value: unknown, override: unknown): unknown {
  if (override === undefined) return value
  if (!isObject(override)) return structuredClone(override)
  const base = isObject(value) ? value : {}
  const merged = { ...base, ...mapOverride(base, override) }
  return Object.fromEntries(Object.entries(merged).filter(([, part]) => part !== undefined))
}

function mapOverride(base: Record<string, unknown>, override: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(override).map(([key, part]) => [
      key,
      part === undefined ? undefined : applyOverride(base[key], part),
    ]),
  )
}
