import type { JsonSchema } from '@tessera/contract.define/document'
import { isSchema } from './keywords.ts'
import type { Node, Part } from './node.ts'
import { mapOf } from './read-object.ts'
import { listOf, type ObjectPlace, type Reader, referencesOf } from './read-schema.ts'

/** What the branches that hold have looked at, and what has to be so that they do. */
interface Case {
  readonly conditions: readonly Node[]
  readonly names: readonly string[]
  readonly patterns: readonly string[]
  readonly prefix: number
  /** Items that match one of these were looked at by `contains`. */
  readonly contained: readonly Node[]
  readonly allProperties: boolean
  readonly allItems: boolean
}

/** More ways than this through the branches are left to a validator. */
const MOST_CASES = 64

const NOTHING_SEEN: Case = {
  ...{ conditions: [], names: [], patterns: [], prefix: 0, contained: [] },
  ...{ allProperties: false, allItems: false },
}

/**
 * `unevaluatedProperties` and `unevaluatedItems` as a choice of plain properties and items: one for each set of branches
 * that may hold. To have seen more never makes a value worse, so what holds besides needs no mention.
 */
export function unevaluatedParts(place: ObjectPlace, reader: Reader): Part[] {
  const { schema } = place
  const keywords = ['unevaluatedProperties', 'unevaluatedItems'].filter((keyword) => isSchema(schema[keyword]))
  if (keywords.length === 0) return []
  const cases = casesOf({ ...place, schema: without(schema, keywords) }, reader, [])
  return keywords.map((keyword) => {
    const key = JSON.stringify(schema)
    if (cases === undefined) return reader.nodes.part({ kind: 'opaque', keyword, key })
    const rest = reader.inside(schema[keyword] as JsonSchema, place)
    const toNode = keyword === 'unevaluatedItems' ? itemsNode : propertiesNode
    return reader.nodes.part({ kind: 'any', nodes: cases.map((item) => toNode(item, rest, reader)) })
  })
}

function without(schema: ObjectPlace['schema'], keywords: readonly string[]): ObjectPlace['schema'] {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)))
}

function propertiesNode({ conditions, names, patterns, allProperties }: Case, rest: Node, { nodes }: Reader): Node {
  if (allProperties) return nodes.all(conditions)
  const seen = nodes.of({
    kind: 'properties',
    names: new Map(names.map((name) => [name, nodes.anything])),
    patterns: [...new Set(patterns)].map((pattern) => [pattern, nodes.anything]),
    rest,
    closing: 'silent',
  })
  return nodes.all([...conditions, seen])
}

function itemsNode({ conditions, prefix, contained, allItems }: Case, rest: Node, { nodes }: Reader): Node {
  if (allItems) return nodes.all(conditions)
  const after = contained.length === 0 ? rest : nodes.of({ kind: 'any', nodes: [...contained, rest] })
  const seen = Array.from({ length: prefix }, () => nodes.anything)
  return nodes.all([...conditions, nodes.of({ kind: 'items', prefix: seen, rest: after })])
}

/** Undefined where there are too many, or where a reference comes back to where it began. */
function casesOf(place: ObjectPlace, reader: Reader, open: readonly JsonSchema[]): readonly Case[] | undefined {
  if (open.includes(place.schema)) return undefined
  const inner = (schema: JsonSchema): readonly Case[] | undefined => {
    if (typeof schema === 'boolean') return [NOTHING_SEEN]
    const resource = reader.document.enter(schema, place.resource)
    return casesOf({ schema, resource }, reader, [...open, place.schema])
  }
  const factors: (readonly Case[] | undefined)[] = [
    [ownCase(place, reader)],
    ...listOf(place.schema, 'allOf').map(inner),
    ...referencesOf(place, reader.document).map(({ target }) =>
      target === undefined || typeof target.schema === 'boolean'
        ? target && [NOTHING_SEEN]
        : casesOf({ schema: target.schema, resource: target.resource }, reader, [...open, place.schema]),
    ),
    someOf(branchesOf(place, reader, { keyword: 'anyOf', inner })),
    eitherOf(branchesOf(place, reader, { keyword: 'oneOf', inner })),
    conditionCases(place, reader, inner),
    ...dependentCases(place, reader, inner),
  ]
  return product(factors)
}

function ownCase(place: ObjectPlace, reader: Reader): Case {
  const { schema } = place
  const tuple = Array.isArray(schema['items'])
  const after = schema[tuple ? 'additionalItems' : 'items'] ?? schema['unevaluatedItems']
  const { contains } = schema
  return {
    ...NOTHING_SEEN,
    names: mapOf(schema, 'properties').map(([name]) => name),
    patterns: mapOf(schema, 'patternProperties').map(([pattern]) => pattern),
    allProperties: isSchema(schema['additionalProperties']) || isSchema(schema['unevaluatedProperties']),
    prefix: listOf(schema, tuple ? 'items' : 'prefixItems').length,
    allItems: isSchema(after),
    contained: isSchema(contains) ? [reader.inside(contains, place)] : [],
  }
}

type Inner = (schema: JsonSchema) => readonly Case[] | undefined
type Branch = readonly Case[] | undefined

function branchesOf(
  place: ObjectPlace,
  reader: Reader,
  { keyword, inner }: { readonly keyword: string; readonly inner: Inner },
): Branch[] {
  return listOf(place.schema, keyword).map((branch) => held(inner(branch), reader.inside(branch, place)))
}

/** The cases of a branch, with the branch itself as their condition where it has seen anything. */
function held(cases: readonly Case[] | undefined, branch: Node): readonly Case[] | undefined {
  if (cases?.every(sawNothing)) return [NOTHING_SEEN]
  return cases?.map((item) => ({ ...item, conditions: [branch, ...item.conditions] }))
}

function sawNothing(item: Case): boolean {
  const seen = item.names.length + item.patterns.length + item.prefix + item.contained.length
  return seen === 0 && !item.allProperties && !item.allItems
}

/** Any set of the branches may hold. */
function someOf(branches: readonly Branch[]): readonly Case[] | undefined {
  return product(branches.map((branch) => branch && (branch.every(sawNothing) ? branch : [NOTHING_SEEN, ...branch])))
}

function eitherOf(branches: readonly Branch[]): readonly Case[] | undefined {
  if (branches.some((branch) => branch === undefined)) return undefined
  const all = branches.flatMap((branch) => branch ?? [])
  return all.every(sawNothing) ? [NOTHING_SEEN] : all
}

function conditionCases(place: ObjectPlace, reader: Reader, inner: Inner): readonly Case[] | undefined {
  const { if: test, then = true, else: otherwise = true } = place.schema
  if (!isSchema(test) || !isSchema(then) || !isSchema(otherwise)) return [NOTHING_SEEN]
  const node = reader.inside(test, place)
  const yes = product([inner(test), inner(then)])
  return eitherOf([yes && withCondition(yes, node), withCondition(inner(otherwise), reader.nodes.not(node))])
}

function withCondition(cases: readonly Case[] | undefined, node: Node): readonly Case[] | undefined {
  return cases?.map((item) => (sawNothing(item) ? item : { ...item, conditions: [node, ...item.conditions] }))
}

function dependentCases(place: ObjectPlace, reader: Reader, inner: Inner): Branch[] {
  return ['dependentSchemas', 'dependencies'].flatMap((keyword) =>
    mapOf(place.schema, keyword).flatMap(([name, schema]): Branch[] => {
      if (!isSchema(schema)) return []
      const has = reader.nodes.all([
        reader.nodes.of({ kind: 'types', types: new Set(['object']), integer: false }),
        reader.nodes.of({ kind: 'required', name }),
      ])
      return [someOf([withCondition(inner(schema), has)])]
    }),
  )
}

function product(factors: readonly (readonly Case[] | undefined)[]): readonly Case[] | undefined {
  let cases: readonly Case[] = [NOTHING_SEEN]
  for (const factor of factors) {
    if (factor === undefined) return undefined
    if (cases.length * factor.length > MOST_CASES) return undefined
    cases = cases.flatMap((left) => factor.map((right) => joined(left, right)))
  }
  return cases
}

function joined(a: Case, b: Case): Case {
  return {
    conditions: [...a.conditions, ...b.conditions],
    names: [...a.names, ...b.names],
    patterns: [...a.patterns, ...b.patterns],
    prefix: Math.max(a.prefix, b.prefix),
    contained: [...a.contained, ...b.contained],
    allProperties: a.allProperties || b.allProperties,
    allItems: a.allItems || b.allItems,
  }
}
