import { randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { typeBit } from './check-scalar.ts'
import { copyOf, isObject, lengthOf } from './equal.ts'
import { Failure } from './failure.ts'
import { textPlan, type TextPlan } from './make-text.ts'
import { type ArrayRules, type Node, type NumberRules, type ObjectRules } from './node.ts'
import { patternTexts } from './pattern.ts'
import type { Placed, ValuePlace } from './places.ts'
import type { Shape } from './shape.ts'
import { make } from './solve.ts'

/** Values that are near a valid one and probably break one thing. Whether they do is for a check to say. */
export function breaksOf(placed: Placed, place: ValuePlace, value: unknown): readonly unknown[] {
  const { last } = place
  const rules = last.nodes
  const own = [
    ...wrongTypes(last),
    ...rules.flatMap((node) => wrongValues(node, value)),
    ...(typeof value === 'number' ? rules.flatMap(({ number }) => (number ? wrongNumbers(number, value) : [])) : []),
    ...(typeof value === 'string' ? wrongTexts(last, value) : []),
    ...(Array.isArray(value) ? rules.flatMap(({ array }) => (array ? wrongArrays(array, value) : [])) : []),
    ...(isObject(value) ? rules.flatMap(({ object }) => (object ? wrongObjects(object, value) : [])) : []),
  ]
  return [...own, ...place.first.nodes.flatMap((node) => wrongBranches(placed, place, node))]
}

const OF_EACH_TYPE: readonly unknown[] = ['text', 12, 0.5, true, null, {}, []]

function wrongTypes({ types }: Shape): unknown[] {
  return OF_EACH_TYPE.filter((value) => (typeBit(value) & types) === 0)
}

function wrongValues({ values }: Node, value: unknown): unknown[] {
  if (values === undefined) return []
  const text = values.find((one) => typeof one === 'string')
  const numbers = values.filter((one) => typeof one === 'number')
  return [
    ...(text === undefined ? [] : [`${text}-unknown`, text.toUpperCase()]),
    ...(numbers.length === 0 ? [] : [Math.max(...numbers) + 1]),
    ...(typeof value === 'boolean' ? [!value] : []),
  ]
}

function wrongNumbers(rules: NumberRules, value: number): number[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules
  const step = multipleOf ?? 1
  const next = (limit: number, direction: 1 | -1): number[] => [
    limit + direction,
    limit + direction * step,
    (direction > 0 ? Math.floor(limit / step) + 1 : Math.ceil(limit / step) - 1) * step,
  ]
  return [
    ...(minimum === undefined ? [] : next(minimum, -1)),
    ...(maximum === undefined ? [] : next(maximum, 1)),
    ...(exclusiveMinimum === undefined ? [] : [exclusiveMinimum]),
    ...(exclusiveMaximum === undefined ? [] : [exclusiveMaximum]),
    ...(multipleOf === undefined ? [] : [value + 1, value - 1, value + multipleOf / 2, value - multipleOf / 2]),
  ]
}

/** Longer than this a text is not made only to be too long. */
const MOST = 100_000

function wrongTexts(shape: Shape, value: string): string[] {
  const plan = textPlan(shape)
  if (!('fits' in plan)) return []
  const { least, most, patterns, formats } = plan
  const characters = [...value]
  const isFree = patterns.length + formats.length === 0
  const tooShort =
    least > 0 ? [sized(plan, { least: 0, most: least - 1 }), characters.slice(0, least - 1).join('')] : []
  const tooLong =
    most < MOST
      ? [
          sized(plan, { least: most + 1, most: most + 20 }),
          isFree ? 'x'.repeat(most + 1) : value + value.repeat(Math.ceil(most / Math.max(1, lengthOf(value)))),
        ]
      : []
  const unmatched = patterns.map((pattern) => otherThan(plan, pattern))
  return [...tooShort, ...tooLong, ...unmatched, ...formats.flatMap(() => spoiled(plan, value))].filter(
    (text) => text !== undefined,
  )
}

/** A text of the same patterns, and of another length. */
function sized(
  { patterns, formats }: TextPlan,
  window: { readonly least: number; readonly most: number },
): string | undefined {
  return formats.length > 0 ? undefined : patternTexts({ patterns })?.draw(window, randomAt(1))
}

function otherThan({ patterns, least, most }: TextPlan, broken: string): string | undefined {
  const others = patterns.filter((pattern) => pattern !== broken)
  return patternTexts({ patterns: others, notPatterns: [broken] })?.draw({ least, most }, randomAt(1))
}

/** What is left of a text of a format when something is put where it does not belong. */
function spoiled({ least, most, formats }: TextPlan, value: string): string[] {
  // Not all that is wrong in a pattern is so under each flag.
  if (formats.includes('regex')) return ['(', '[a', '*']
  const spoilt = [
    `~ ${value}`,
    value.replace(/.$/u, ' '),
    value.replace(/^./u, '{'),
    'not a format at all',
    '~'.repeat(Math.max(1, least)),
    '\\',
  ]
  return spoilt.filter((text) => lengthOf(text) >= least && lengthOf(text) <= most)
}

function wrongArrays(rules: ArrayRules, value: readonly unknown[]): unknown[][] {
  const { minItems = 0, maxItems = Infinity, unique, contains, rest, unevaluated } = rules
  const [first] = value
  const more = (count: number): unknown[] =>
    Array.from({ length: count }, (_, index) => copyOf(value[index % Math.max(1, value.length)]))
  const isContained = (item: unknown): boolean => contains !== undefined && isValid(contains.node, item)
  const contained = value.filter(isContained)
  return [
    ...(minItems > 0 ? [value.slice(0, minItems - 1)] : []),
    ...(maxItems < 1000 && value.length > 0
      ? [[...value, ...more(maxItems + 1 - value.length)], distinctMore(value, maxItems + 1)]
      : []),
    ...(unique === true && value.length > 0
      ? [
          [...value, copyOf(first)],
          [...value.slice(0, -1), copyOf(first)],
        ]
      : []),
    ...(contains === undefined ? [] : [value.filter((item) => !isContained(item))]),
    ...(contains !== undefined && contains.most < 1000 && contained.length > 0
      ? [[...value, ...Array.from({ length: contains.most + 1 - contained.length }, () => copyOf(contained[0]))]]
      : []),
    ...((rest ?? unevaluated)?.schema === false ? [[...value, 'one too many']] : []),
  ]
}

/** For lists whose items must differ: numbers and texts that are not there yet. */
function distinctMore(value: readonly unknown[], count: number): unknown[] {
  const last = value.at(-1)
  const extra = Array.from({ length: Math.max(0, count - value.length) }, (_, index) =>
    typeof last === 'number' ? last + index + 1 : typeof last === 'string' ? `${last}${index}` : copyOf(last),
  )
  return [...value, ...extra]
}

function wrongObjects(rules: ObjectRules, value: Record<string, unknown>): Record<string, unknown>[] {
  const { least = 0, most = Infinity, required, properties, rest, unevaluated, names } = rules
  const keys = Object.keys(value)
  const without = (gone: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).filter(([key]) => !gone.includes(key)))
  const plus = (more: readonly string[]): Record<string, unknown> =>
    Object.fromEntries([...Object.entries(value), ...more.map((key) => [key, filler(value)])])
  const optional = keys.filter((key) => !required.includes(key))
  return [
    ...required.filter((key) => keys.includes(key)).map((key) => without([key])),
    ...((rest ?? unevaluated)?.schema === false ? [plus(['undeclared'])] : []),
    ...rules.dependentRequired.flatMap(([key, needed]) =>
      keys.includes(key) ? needed.map((one) => without([one])) : [],
    ),
    ...(least > 0 ? [without(optional.slice(0, keys.length - least + 1)), without(keys.slice(least - 1))] : []),
    ...(most < 1000 ? [plus(Array.from({ length: most + 1 - keys.length }, (_, index) => `more${index}`))] : []),
    ...(names === undefined ? [] : NAMES.filter((name) => !properties.has(name)).map((name) => plus([name]))),
  ]
}

const NAMES = ['no name', 'X', '0', '~', 'a-name-that-is-far-too-long-for-what-most-schemas-allow-as-a-name']

/** What other values look like: probably good for one more. */
function filler(value: Record<string, unknown>): unknown {
  const [first = 'text'] = Object.values(value)
  return copyOf(first)
}

/** What a `not` excludes, and what two branches of a `oneOf` have in common. */
function wrongBranches({ run }: Placed, { spot, first }: ValuePlace, node: Node): unknown[] {
  const pairs = (node.one ?? []).slice(0, 6).flatMap((a, index, all) => all.slice(index + 1).map((b) => [a, b]))
  const wanted = [...(node.not ? [[node.not]] : []), ...pairs]
  const beside = first.nodes.filter((other) => other !== node && other.one === undefined && other.not === undefined)
  return wanted.flatMap((parts) => {
    const shape = run.shapes.of([...beside, ...parts])
    const value = make({ ...run, effort: { left: 200 } }, shape, spot)
    return value instanceof Failure ? [] : [value]
  })
}
