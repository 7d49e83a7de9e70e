import type { JsonSchemaObject } from '@tessera/contract.define/document'
import type { SchemaRuleId } from './rules.ts'
import { equal, keyOf } from './values.ts'
import { bothOf, type Pair, sayingOf, type Walk } from './walk.ts'

/** Differences in what is said of the value itself, keyword by keyword. */
export function walkScalars(walk: Walk, pair: Pair): void {
  const { old, now } = bothOf(pair)
  walkTypes(walk, pair, { old, now })
  walkValues(walk, pair, { old, now })
  for (const bound of LIMITS) walkLimit(walk, pair, { old, now, bound })
  for (const { keyword, rules } of ASPECTS) {
    if (equal(old[keyword], now[keyword])) continue
    const [added, removed, changed] = rules
    const rule = old[keyword] === undefined ? added : now[keyword] === undefined ? removed : changed
    const message = changeOf(keyword, old[keyword], now[keyword])
    walk.report(pair, { rule, path: [keyword], message, says: sayingOf(walk, pair, [keyword]) })
  }
}

interface Both {
  readonly old: JsonSchemaObject
  readonly now: JsonSchemaObject
}

interface Aspect {
  readonly keyword: string
  readonly rules: readonly [added: SchemaRuleId, removed: SchemaRuleId, changed: SchemaRuleId]
}

const ASPECTS: readonly Aspect[] = [
  { keyword: 'multipleOf', rules: ['multiple-of-changed', 'multiple-of-changed', 'multiple-of-changed'] },
  { keyword: 'pattern', rules: ['string-pattern-added', 'string-pattern-removed', 'string-pattern-changed'] },
  { keyword: 'format', rules: ['format-added', 'format-removed', 'format-changed'] },
  { keyword: 'uniqueItems', rules: ['unique-items-added', 'unique-items-removed', 'unique-items-added'] },
]

function changeOf(keyword: string, old: unknown, now: unknown): string {
  if (old === undefined) return `${keyword} ${shown(now)} was added`
  if (now === undefined) return `${keyword} ${shown(old)} was removed`
  return `${keyword} was ${shown(old)}, now it is ${shown(now)}`
}

/** A value as text, shortened. */
export function shown(value: unknown): string {
  const text = keyOf(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function walkTypes(walk: Walk, pair: Pair, { old, now }: Both): void {
  const [before, after] = [typesOf(old), typesOf(now)]
  const lost = before.filter((type) => !after.includes(type) && !(type === 'integer' && after.includes('number')))
  const gained = after.filter((type) => !before.includes(type) && !(type === 'integer' && before.includes('number')))
  if (lost.length === 0 && gained.length === 0) return
  const rule = gained.length === 0 ? 'type-narrowed' : lost.length === 0 ? 'type-widened' : 'type-changed'
  const named = (types: readonly string[]): string =>
    types.length === ALL_TYPES.length ? 'anything' : types.join(' or ')
  const message = `the type was ${named(before)}, now it is ${named(after)}`
  walk.report(pair, { rule, path: ['type'], message, says: sayingOf(walk, pair, ['type']) })
}

const ALL_TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object']

function typesOf({ type }: JsonSchemaObject): readonly string[] {
  return type === undefined ? ALL_TYPES : [type].flat().map(String)
}

function walkValues(walk: Walk, pair: Pair, { old, now }: Both): void {
  const [before, after] = [valuesOf(old), valuesOf(now)]
  if (before === undefined && after === undefined) return
  const keyword = 'enum' in now || 'enum' in old ? 'enum' : 'const'
  const says = sayingOf(walk, pair, ['enum', 'const'])
  const report = (rule: SchemaRuleId, message: string): void =>
    walk.report(pair, { rule, path: [keyword], message, says })
  if (before === undefined && after !== undefined)
    report('enum-added', `only ${after.map(shown).join(', ')} may stand here`)
  if (before !== undefined && after === undefined) report('enum-removed', 'values are no longer limited to a list')
  if (before === undefined || after === undefined) return
  const keys = { before: new Set(before.map(keyOf)), after: new Set(after.map(keyOf)) }
  const lost = before.filter((value) => !keys.after.has(keyOf(value)))
  const gained = after.filter((value) => !keys.before.has(keyOf(value)))
  for (const value of lost) {
    const rest = walk.nodes.not(walk.nodes.of({ kind: 'enum', values: [value] }))
    walk.report(pair, {
      rule: 'enum-value-removed',
      path: [keyword],
      message: `${shown(value)} was removed`,
      says: rest,
    })
  }
  if (gained.length === 0) return
  const message = `${gained.map(shown).join(', ')} was added`
  walk.report(pair, { rule: 'enum-value-added', path: [keyword], message, says: walk.nodes.anything })
}

function valuesOf(schema: JsonSchemaObject): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}

interface Limit {
  /** The keywords that set it, of which those after the first exclude it. */
  readonly keywords: readonly string[]
  readonly isLeast: boolean
  readonly raised: SchemaRuleId
  readonly lowered: SchemaRuleId
}

const LIMITS: readonly Limit[] = [
  limit('minimum', true, ['minimum', 'exclusiveMinimum']),
  limit('maximum', false, ['maximum', 'exclusiveMaximum']),
  limit('min-length', true, ['minLength']),
  limit('max-length', false, ['maxLength']),
  limit('min-items', true, ['minItems']),
  limit('max-items', false, ['maxItems']),
  limit('min-properties', true, ['minProperties']),
  limit('max-properties', false, ['maxProperties']),
]

function limit<N extends string>(name: N & LimitName, isLeast: boolean, keywords: readonly string[]): Limit {
  return { keywords, isLeast, raised: `${name}-raised`, lowered: `${name}-lowered` }
}

type LimitName = SchemaRuleId extends infer Id ? (Id extends `${infer Name}-raised` ? Name : never) : never

function walkLimit(walk: Walk, pair: Pair, { old, now, bound }: Both & { readonly bound: Limit }): void {
  const { keywords, isLeast } = bound
  if (keywords.every((keyword) => equal(old[keyword], now[keyword]))) return
  const [before, after] = [old, now].map((schema) => limitOf(schema, bound)) as [Bound, Bound]
  const up = isAbove(after, before)
  const open = isLeast ? -Infinity : Infinity
  const path = keywords.filter((keyword) => keyword in now || keyword in old).slice(0, 1)
  const text = ({ value, excludes }: Bound): string =>
    value === open ? 'none' : `${value}${excludes ? ' (excluded)' : ''}`
  const message = `${keywords[0] ?? ''} was ${text(before)}, now it is ${text(after)}`
  walk.report(pair, { rule: up ? bound.raised : bound.lowered, path, message, says: sayingOf(walk, pair, keywords) })
}

interface Bound {
  readonly value: number
  readonly excludes: boolean
  readonly isLeast: boolean
}

function limitOf(schema: JsonSchemaObject, { keywords, isLeast }: Limit): Bound {
  const set = keywords.flatMap((keyword, index): Bound[] => {
    const value = schema[keyword]
    return typeof value === 'number' ? [{ value, excludes: index > 0, isLeast }] : []
  })
  const none: Bound = { value: isLeast ? -Infinity : Infinity, excludes: false, isLeast }
  return set.reduce((a, b) => (isAbove(b, a) === isLeast ? b : a), none)
}

/** Of equal limits the one that excludes lies further in. */
function isAbove(a: Bound, b: Bound): boolean {
  if (a.value !== b.value) return a.value > b.value
  return a.isLeast ? a.excludes && !b.excludes : b.excludes && !a.excludes
}
