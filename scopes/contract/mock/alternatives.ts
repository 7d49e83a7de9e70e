import { negate } from './negate.ts'
import type { Random } from './random.ts'
import type { References } from './references.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** One way to satisfy a schema: all of `all`, none of `none`. Branches and references are gone from the top level. */
export interface Alternative {
  readonly all: readonly JsonSchemaObject[]
  readonly none: readonly JsonSchema[]
}

export interface Alternatives {
  readonly list: readonly Alternative[]
  /** Ways were left out because there are too many: that none of the list works then proves nothing. */
  readonly partial: boolean
  /** What the references at this place lead to. */
  readonly targets: ReadonlySet<JsonSchema>
  /** A reference that leads nowhere, or a keyword that is not understood. */
  readonly unknown?: { readonly keyword: string; readonly message: string }
}

const MOST = 128

interface Expansion {
  readonly references: References
  readonly random: Random
  readonly targets: Set<JsonSchema>
  partial: boolean
  unknown?: { readonly keyword: string; readonly message: string }
}

/** All ways through `$ref`, `allOf`, `anyOf`, `oneOf` and `if`, as one flat list. */
export function alternatives(schema: JsonSchema, references: References, random: Random): Alternatives {
  const run: Expansion = { references, random: random.fork('~ways'), targets: new Set(), partial: false }
  const list = expand(run, schema, [])
  const { partial, targets, unknown } = run
  return { list, partial, targets, ...(unknown === undefined ? {} : { unknown }) }
}

function expand(run: Expansion, schema: JsonSchema, open: readonly JsonSchema[]): Alternative[] {
  if (schema === true) return [{ all: [], none: [] }]
  // A schema inside itself at the same place adds no value to those that its other branches have.
  if (schema === false || open.includes(schema)) return []
  const inner = [...open, schema]
  const list = (keyword: string): readonly JsonSchema[] => (schema[keyword] ?? []) as readonly JsonSchema[]
  const factors: Alternative[][] = [[own(schema)]]
  if (typeof schema['$ref'] === 'string') factors.push(follow(run, schema['$ref'], inner))
  for (const part of list('allOf')) factors.push(expand(run, part, inner))
  if (schema['anyOf'] !== undefined) factors.push(list('anyOf').flatMap((part) => expand(run, part, inner)))
  if (schema['oneOf'] !== undefined) factors.push(exclusive(run, list('oneOf'), inner))
  if (schema['if'] !== undefined) factors.push(conditional(run, schema, inner))
  if (schema['not'] !== undefined) factors.push(negative(run, schema['not'] as JsonSchema, inner))
  for (const [key, part] of Object.entries((schema['dependentSchemas'] ?? {}) as Record<string, JsonSchema>)) {
    factors.push([...product(run, [{ all: [{ required: [key] }], none: [] }], expand(run, part, inner)), without(key)])
  }
  for (const keyword of ['$dynamicRef', '$recursiveRef']) {
    if (keyword in schema) run.unknown ??= { keyword, message: `${keyword} is not supported` }
  }
  return factors.reduce((left, right) => product(run, left, right))
}

function follow(run: Expansion, ref: string, open: readonly JsonSchema[]): Alternative[] {
  const target = run.references.resolve(ref)
  if (target === undefined) {
    run.unknown ??= { keyword: '$ref', message: `"${ref}" leads nowhere` }
    return []
  }
  run.targets.add(target)
  return expand(run, target, open)
}

function exclusive(run: Expansion, branches: readonly JsonSchema[], open: readonly JsonSchema[]): Alternative[] {
  return branches.flatMap((branch, index) => {
    const others = branches.filter((_, other) => other !== index)
    return expand(run, branch, open).map(({ all, none }) => ({ all, none: [...none, ...others] }))
  })
}

function conditional(run: Expansion, schema: JsonSchemaObject, open: readonly JsonSchema[]): Alternative[] {
  const condition = schema['if'] as JsonSchema
  const yes = expand(run, (schema['then'] ?? true) as JsonSchema, open)
  const no = expand(run, (schema['else'] ?? true) as JsonSchema, open)
  return [...product(run, expand(run, condition, open), yes), ...product(run, negative(run, condition, open), no)]
}

function negative(run: Expansion, schema: JsonSchema, open: readonly JsonSchema[]): Alternative[] {
  const parts = negate(schema)
  return parts === undefined ? [{ all: [], none: [schema] }] : parts.flatMap((part) => expand(run, part, open))
}

function without(key: string): Alternative {
  return { all: [], none: [{ required: [key] }] }
}

function product(run: Expansion, left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  const pairs = left.flatMap((a) => right.map((b) => ({ all: [...a.all, ...b.all], none: [...a.none, ...b.none] })))
  if (pairs.length <= MOST) return pairs
  run.partial = true
  return run.random.shuffle(pairs).slice(0, MOST)
}

const IN_PLACE = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'not',
  '$defs',
  'definitions',
  '$id',
  '$schema',
  'dependentSchemas',
]

/** What a schema says by itself, its branches aside. */
function own(schema: JsonSchemaObject): Alternative {
  const entries = Object.entries(schema).filter(([keyword]) => !IN_PLACE.includes(keyword))
  return { all: entries.length === 0 ? [] : [Object.fromEntries(entries)], none: [] }
}
