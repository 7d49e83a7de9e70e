import { type Alternative, alternatives } from './alternatives.ts'
import { makeArray } from './array.ts'
import { type Context, empty, type Failure, found, gaveUp, type Make, type Outcome, type Spot } from './context.ts'
import type { JsonType } from './equal.ts'
import { allows, type Facts, gather, isContradiction, likelyTypes, said } from './facts.ts'
import { makeNumber } from './number.ts'
import { makeObject } from './object.ts'
import { makeString } from './string.ts'
import { heightOf } from './termination.ts'
import type { JsonSchema } from './types.ts'
import { validate, type Violation } from './validate.ts'

/** Rounds over the alternatives of one place before it is given up. */
const ROUNDS = 6

/** A valid value at one place, or why there is none. Nothing is returned that was not validated. */
export function generate(context: Context, schema: JsonSchema, spot: Spot): Outcome {
  if (schema === false) return empty(spot, 'false schema', 'nothing is allowed here')
  if (context.budget-- <= 0) return gaveUp(spot, 'allOf', 'the search took too long')
  const ways = alternatives(schema, context.references, spot.random)
  if (ways.unknown) return gaveUp(spot, ways.unknown.keyword, ways.unknown.message)
  if (heightOf(schema, context.references) === Infinity) {
    return empty(spot, '$ref', 'the schema requires itself without end')
  }
  const inner: Spot = { ...spot, trail: [...spot.trail, ...ways.targets] }
  const result = tryAll(context, schema, inner, order(context, ways.list, spot))
  if (result.ok) return result
  return fallback(context, schema, spot, ways.partial ? { ...result, reason: 'gave-up' } : result)
}

/** Empty only if each way is; ways that another draw cannot help are tried once. */
function tryAll(context: Context, schema: JsonSchema, spot: Spot, ways: readonly Alternative[]): Outcome {
  let hopeful = ways
  let failure: Failure = empty(spot, 'allOf', 'no alternative is left')
  for (let round = 0; round < ROUNDS && hopeful.length > 0; round++) {
    const random = round === 0 ? spot.random : spot.random.fork(`~${round}`)
    const again: Alternative[] = []
    for (const way of hopeful) {
      const result = tryOne(context, schema, way, { ...spot, random })
      if (result.ok) return result
      if (result.retry) again.push(way)
      if (result.reason === 'gave-up' || failure.reason === 'empty') failure = result
    }
    hopeful = again
  }
  const { retry: _retry, ...final } = failure
  return final
}

function tryOne(context: Context, schema: JsonSchema, way: Alternative, spot: Spot): Outcome {
  const facts = gather(way)
  if (isContradiction(facts)) return empty(spot, facts.keyword, facts.message)
  const result = makeValue(context, facts, spot, schema)
  if (!result.ok) return result
  const violation = validate(schema, result.value, context.references)
  return violation === undefined ? result : broken(violation, spot)
}

function broken({ keyword, pointer, message }: Violation, spot: Spot): Failure {
  return { ok: false, reason: 'gave-up', keyword, pointer: spot.pointer + pointer, message, retry: true }
}

function makeValue(context: Context, facts: Facts, spot: Spot, schema: JsonSchema): Outcome {
  if (facts.values !== undefined) return pickValue(context, facts, spot, schema)
  const types = likelyTypes(facts)
  const type = pickType(context, types, spot)
  const example = type === 'object' || type === 'array' ? undefined : pickExample(context, facts, spot, schema)
  return example ?? makeOfType(context, facts, spot, type)
}

/** The members of an enum that the rest of the schema allows. */
function pickValue(context: Context, facts: Facts, spot: Spot, schema: JsonSchema): Outcome {
  const values = facts.values ?? []
  const first = values[0]
  const violations = values.map((value) => validate(schema, value, context.references))
  const valid = values.filter((value, index) => violations[index] === undefined && allows(facts.types, value))
  if (valid.length > 0) return found(structuredClone(spot.random.fork('~value').pick(preferred(valid))))
  const violation = violations.find((one) => one !== undefined)
  return empty(spot, violation?.keyword ?? 'enum', `${JSON.stringify(first)} is not allowed by the rest of the schema`)
}

/** Null only where there is nothing else: a mock shows what is there. */
function preferred(values: readonly unknown[]): readonly unknown[] {
  const others = values.filter((value) => value !== null)
  return others.length > 0 ? others : values
}

/** What the author showed is the most realistic there is; a default is what most senders leave out. */
function pickExample(context: Context, facts: Facts, spot: Spot, schema: JsonSchema): Outcome | undefined {
  const examples = said<unknown>(facts, 'examples').flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  const random = spot.random.fork('~example')
  const defaults = random.chance(0.7) ? said<unknown>(facts, 'default') : []
  const candidates = (examples.length > 0 ? examples : defaults).filter(
    (value) => validate(schema, value, context.references) === undefined,
  )
  return candidates.length === 0 ? undefined : found(structuredClone(random.pick(candidates)))
}

function pickType(context: Context, types: readonly JsonType[], spot: Spot): JsonType {
  const random = spot.random.fork('~type')
  const others = types.filter((type) => type !== 'null')
  if (others.length === 0 || (types.length > others.length && context.optionals === 'some' && random.chance(0.15))) {
    return 'null'
  }
  return random.pick(others)
}

function makeOfType(context: Context, facts: Facts, spot: Spot, type: JsonType): Outcome {
  const make: Make = (schema, at) => generate(context, schema, at)
  switch (type) {
    case 'null':
      return found(null)
    case 'boolean':
      return found(spot.random.chance(0.5))
    case 'integer':
    case 'number':
      return makeNumber(facts, spot, type)
    case 'string':
      return makeString(context, facts, spot)
    case 'array':
      return makeArray({ context, facts, spot, make })
    case 'object':
      return makeObject({ context, facts, spot, make })
  }
}

/** Ways in the order they are tried: by chance, null late; the shortest first where the schema recurses. */
function order(context: Context, ways: readonly Alternative[], spot: Spot): Alternative[] {
  const random = spot.random.fork('~way')
  const shuffled = random.shuffle(ways)
  const late = context.optionals !== 'some' || !random.chance(0.15) ? isNull : () => false
  const sorted = shuffled.toSorted((a, b) => Number(late(a)) - Number(late(b)))
  if (!recurses(spot)) return sorted
  const height = (way: Alternative): number =>
    Math.max(0, ...way.all.map((schema) => heightOf(schema, context.references)))
  return sorted.toSorted((a, b) => height(a) - height(b))
}

function isNull(way: Alternative): boolean {
  return way.all.some(({ type }) => type === 'null')
}

/** Whether some schema contains itself on the way here. */
export function recurses(spot: Spot): boolean {
  return spot.trail.length > new Set(spot.trail).size || spot.names.length > 12
}

/** Where the search fails, an example or default of the author may still do. */
function fallback(context: Context, schema: JsonSchema, spot: Spot, result: Failure): Outcome {
  if (result.reason === 'empty' || typeof schema !== 'object') return result
  const examples = Array.isArray(schema['examples']) ? (schema['examples'] as unknown[]) : []
  const candidates = [...examples, ...('default' in schema ? [schema['default']] : [])]
  const valid = candidates.filter((value) => validate(schema, value, context.references) === undefined)
  return valid.length === 0 ? result : found(structuredClone(spot.random.fork('~fallback').pick(valid)))
}
