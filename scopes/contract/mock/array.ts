import { empty, type Failure, found, gaveUp, type Outcome, type Spot } from './context.ts'
import { equal } from './equal.ts'
import { type Facts, highest, lowest, said } from './facts.ts'
import type { Composite } from './object.ts'
import { lookAhead } from './recursion.ts'
import type { JsonSchema } from './types.ts'

interface Plan {
  readonly least: number
  readonly most: number
  readonly length: number
  readonly unique: boolean
  readonly prefix: number
  /** One schema for each place that must hold something that `contains` asks for. */
  readonly contained: readonly JsonSchema[]
}

/** Tries for one item that is not there yet. */
const TRIES = 24

/** An array: as many items as the counts ask for, a few more where they leave room. */
export function makeArray(part: Composite): Outcome {
  const { facts, spot } = part
  const plan = planOf(part)
  if (plan.least > plan.most) return empty(spot, 'minItems', `at least ${plan.least} and at most ${plan.most} items`)
  if (mostContained(facts) > plan.most) return empty(spot, 'contains', `contains more than ${plan.most} items`)
  const items: unknown[] = []
  while (items.length < plan.length) {
    const result = makeItem(part, plan, items)
    if (!result.ok) {
      const needed = items.length < plan.least || wantedAt(plan, items.length) !== undefined
      if (!needed) break
      return plan.prefix === 0 || items.length < plan.least ? result : { ...result, reason: 'gave-up' }
    }
    items.push(result.value)
  }
  return found(items)
}

function planOf({ context, facts, spot }: Composite): Plan {
  const contained = containedSchemas(facts)
  const prefix = prefixLength(facts)
  const least = Math.max(highest(facts, 'minItems') ?? 0, 0)
  const most = lowest(facts, 'maxItems') ?? Infinity
  const random = spot.random.fork('~length')
  const open = itemSchema(facts, prefix) !== false
  const usual = context.optionals === 'none' ? 0 : random.int(1, 3)
  const nested = lookAhead(context, itemSchema(facts, prefix), spot)
  const length = Math.max(
    least,
    contained.length === 0 ? 0 : prefix + contained.length,
    nested ? 0 : Math.max(prefix, open ? usual : 0),
  )
  const unique = said(facts, 'uniqueItems').includes(true)
  return { least, most, length: Math.min(length, most), unique, prefix, contained }
}

function makeItem(part: Composite, plan: Plan, items: readonly unknown[]): Outcome {
  const { facts, spot, make } = part
  const index = items.length
  const wanted = wantedAt(plan, index)
  const own = itemSchema(facts, index)
  const schema: JsonSchema = wanted === undefined ? own : { allOf: [own, wanted] }
  let result: Outcome = gaveUp(spot, 'uniqueItems', 'no further item was found that is not there yet')
  for (let attempt = 0; attempt < (plan.unique ? TRIES : 1); attempt++) {
    const random = attempt === 0 ? spot.random.fork(index) : spot.random.fork(index).fork(`~${attempt}`)
    const at: Spot = { ...spot, random, pointer: `${spot.pointer}/${index}` }
    const made = make(schema, at)
    if (!made.ok) return made
    if (!plan.unique || !items.some((item) => equal(item, made.value))) return made
    result = exhausted(part, schema, items) ?? result
    if (!result.ok && result.reason === 'empty') return result
  }
  return result
}

/** All members of an enum are there already: then it is proven that there is no further item. */
function exhausted({ spot }: Composite, schema: JsonSchema, items: readonly unknown[]): Failure | undefined {
  if (typeof schema !== 'object') return undefined
  const members = 'const' in schema ? [schema['const']] : schema['enum']
  if (!Array.isArray(members)) return undefined
  const left = members.filter((value) => !items.some((item) => equal(item, value)))
  return left.length === 0 ? empty(spot, 'uniqueItems', 'there are too few different items') : undefined
}

/** What `contains` asks for comes first, behind the prefix: what follows may then be left out. */
function wantedAt({ contained, prefix }: Plan, index: number): JsonSchema | undefined {
  return contained[index - prefix]
}

function containedSchemas(facts: Facts): JsonSchema[] {
  return facts.all.flatMap((schema) => {
    if (schema['contains'] === undefined) return []
    const count = typeof schema['minContains'] === 'number' ? schema['minContains'] : 1
    return Array.from({ length: count }, () => schema['contains'] as JsonSchema)
  })
}

function mostContained(facts: Facts): number {
  const counts = facts.all.map(({ contains, minContains }) => (contains === undefined ? 0 : Number(minContains ?? 1)))
  return Math.max(0, ...counts)
}

function prefixLength(facts: Facts): number {
  return Math.max(0, ...said<readonly JsonSchema[]>(facts, 'prefixItems').map((prefix) => prefix.length))
}

/** What all schemas together say of the item at one index. */
function itemSchema(facts: Facts, index: number): JsonSchema {
  const parts = facts.all.flatMap((schema) => {
    const prefix = (schema['prefixItems'] ?? []) as readonly JsonSchema[]
    const part = prefix[index] ?? (schema['items'] as JsonSchema | undefined)
    return part === undefined ? [] : [part]
  })
  const all = parts.length === 0 ? said<JsonSchema>(facts, 'unevaluatedItems') : parts
  if (all.length === 0) return true
  if (all.includes(false)) return false
  return all.length === 1 ? (all[0] as JsonSchema) : { allOf: all }
}
