import type { JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { pointer as pointerTo } from './pointer.ts'

type Defs = Readonly<Record<string, JsonSchema>>
type SchemaObject = Readonly<Record<string, unknown>>

/** Schemas at one place of both documents. */
export interface PlacedPair {
  readonly old: SchemaObject
  readonly now: SchemaObject
  /** `createOrder/request/body#/properties/note`, or `Order#/properties/note` within a named schema. */
  readonly at: string
  readonly pointer: string
  readonly oldPointer: string
}

interface Start {
  readonly old: JsonSchema
  readonly now: JsonSchema
  readonly oldDefs: Defs
  readonly defs: Defs
  readonly place: string
  readonly pointer: string
  readonly oldPointer: string
}

/** Every schema that both have at the same place, from the outside in; named ones once. */
export function walkTogether({ old, now, oldDefs, defs, place, pointer, oldPointer }: Start): readonly PlacedPair[] {
  const found: PlacedPair[] = []
  const visited = new Set<string>()
  const stack: Step[] = [{ old, now, place, inner: '', pointer, oldPointer }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (!isRecord(step.old) || !isRecord(step.now)) continue
    const { place: name, inner } = step
    const at = inner === '' ? name : `${name}#${inner}`
    found.push({ old: step.old, now: step.now, at, pointer: step.pointer, oldPointer: step.oldPointer })
    stack.push(...children(step, step.old, step.now).toReversed())
    const named = namedSchemas(step, { oldDefs, defs })
    if (named === undefined || visited.has(`${named.oldPointer} ${named.pointer}`)) continue
    visited.add(`${named.oldPointer} ${named.pointer}`)
    stack.push(named)
  }
  return found
}

interface Step {
  readonly old: JsonSchema
  readonly now: JsonSchema
  readonly place: string
  readonly inner: string
  readonly pointer: string
  readonly oldPointer: string
}

const SINGLE = ['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'] as const
const NAMED = ['properties', 'patternProperties', 'dependentSchemas'] as const
const LISTS = ['prefixItems', 'allOf', 'anyOf', 'oneOf'] as const

function children(step: Step, old: SchemaObject, now: SchemaObject): Step[] {
  const child = (before: unknown, after: unknown, ...keys: readonly (string | number)[]): Step => {
    const tail = pointerTo(...keys)
    const pointers = {
      inner: `${step.inner}${tail}`,
      pointer: `${step.pointer}${tail}`,
      oldPointer: `${step.oldPointer}${tail}`,
    }
    return { old: before as JsonSchema, now: after as JsonSchema, place: step.place, ...pointers }
  }
  return [
    ...NAMED.flatMap((keyword) => {
      const [before, after] = [old[keyword], now[keyword]]
      if (!isRecord(before) || !isRecord(after)) return []
      const names = Object.keys(after).filter((name) => Object.hasOwn(before, name))
      return names.map((name) => child(before[name], after[name], keyword, name))
    }),
    ...SINGLE.map((keyword) => child(old[keyword], now[keyword], keyword)),
    ...LISTS.flatMap((keyword) => {
      const [before, after] = [old[keyword], now[keyword]]
      if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return []
      return after.map((item, index) => child(before[index], item, keyword, index))
    }),
  ]
}

/** What they refer to; of two names the new one is the place. Where one has no name, it stands where it is. */
function namedSchemas(step: Step, { oldDefs, defs }: { oldDefs: Defs; defs: Defs }): Step | undefined {
  const [oldName, name] = [nameOf(step.old, oldDefs), nameOf(step.now, defs)]
  if (oldName === undefined && name === undefined) return undefined
  return {
    ...step,
    ...(oldName === undefined ? {} : { old: oldDefs[oldName] as JsonSchema, oldPointer: pointerTo('$defs', oldName) }),
    ...(name === undefined
      ? {}
      : { now: defs[name] as JsonSchema, place: name, inner: '', pointer: pointerTo('$defs', name) }),
  }
}

function nameOf(schema: JsonSchema, defs: Defs): string | undefined {
  const $ref = isRecord(schema) ? schema['$ref'] : undefined
  if (typeof $ref !== 'string' || !$ref.startsWith('#/$defs/')) return undefined
  const name = $ref.slice('#/$defs/'.length)
  return Object.hasOwn(defs, name) ? name : undefined
}
