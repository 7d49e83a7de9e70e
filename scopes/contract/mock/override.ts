import { copyOf, isObject } from './equal.ts'
import type { Create } from './negate.ts'
import { type Node, OBJECT } from './node.ts'

/** A node that only values with the override in them satisfy, so that branches are chosen to fit it. */
export function overrideNode(override: unknown, create: Create): Node {
  if (!isObject(override)) return override === undefined ? create({}) : create({ values: [override] })
  const entries = Object.entries(override)
  const present = entries.filter(([, value]) => value !== undefined)
  return create({
    types: OBJECT,
    object: {
      properties: new Map(present.map(([key, value]) => [key, overrideNode(value, create)])),
      required: present.map(([key]) => key),
      forbidden: entries.filter(([, value]) => value === undefined).map(([key]) => key),
      patterns: [],
      dependentRequired: [],
    },
  })
}

/** The value with the override laid over it: objects are merged, `undefined` takes a property away. */
export function applyOverride(value: unknown, override: unknown): unknown {
  if (override === undefined) return value
  if (!isObject(override)) return copyOf(override)
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
