import { randomAt } from './chance.ts'
import { anyPlan, wholePlan } from './make-number.ts'
import { textPlan } from './make-text.ts'
import { ARRAY, BOOLEAN, FRACTION, INTEGER, type Node, NULL, NUMBER, OBJECT, STRING } from './node.ts'
import { patternTexts } from './pattern.ts'
import { perShape, type Shape } from './shape.ts'

/** One way in which a value of a shape may be at a border, as what it asks for besides. */
export interface Edge {
  readonly name: string
  readonly node: Partial<Node>
  /** Whether it belongs to the smallest or the largest value. */
  readonly end?: 'least' | 'most'
}

/** The borders of a shape whose branches have been chosen. */
export const edgesOf = perShape(findEdges)

function findEdges(shape: Shape): readonly Edge[] {
  const { types, values } = shape
  if (values !== undefined) return values.slice(0, MOST).map((value) => only(`member ${shown(value)}`, value))
  return [
    ...(types & NULL ? [{ name: 'null', node: { types: NULL } }] : []),
    ...(types & BOOLEAN ? [only('false', false, 'least'), only('true', true, 'most')] : []),
    ...(types & NUMBER ? numberEdges(shape) : []),
    ...(types & STRING ? textEdges(shape) : []),
    ...(types & ARRAY ? arrayEdges(shape) : []),
    ...(types & OBJECT ? objectEdges(shape) : []),
  ]
}

/** Members of an enum, properties that are left out by themselves. */
const MOST = 60
/** Characters and items of what has no upper end, or one that is far away. */
const LONG = 2000
const LONG_LIST = 50

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 30 ? `${text.slice(0, 30)}…` : text
}

function only(name: string, value: unknown, end?: Edge['end']): Edge {
  return { name, node: { values: [value] }, ...(end === undefined ? {} : { end }) }
}

function numberEdges(shape: Shape): Edge[] {
  const plan = shape.types & FRACTION ? anyPlan(shape) : wholePlan(shape)
  if (!('ranges' in plan)) return []
  const { low, high } = plan
  const step = plan.step ?? 1
  const bounded = Math.abs(low) < Number.MAX_VALUE || Math.abs(high) < Number.MAX_VALUE
  const type = shape.types & FRACTION ? NUMBER : INTEGER
  return [
    ...(low > -Number.MAX_VALUE
      ? [{ name: 'least', node: { types: type, number: { maximum: low + step * 0.999 } }, end: 'least' } as const]
      : []),
    ...(high < Number.MAX_VALUE
      ? [{ name: 'greatest', node: { types: type, number: { minimum: high - step * 0.999 } }, end: 'most' } as const]
      : []),
    only('zero', 0, bounded ? undefined : 'least'),
    only('one', 1),
    only('minus one', -1),
    only('a fraction', 0.5),
    only('greatest safe integer', Number.MAX_SAFE_INTEGER, bounded ? undefined : 'most'),
    only('least safe integer', Number.MIN_SAFE_INTEGER),
  ]
}

const UNICODE = ['Zoë 北京 🎉', 'é', '漢', '🎉', 'ÄÖÜäöüß', 'مرحبا', 'a\u0301']
const NASTY = ['"<b>&\'\\', '%s ${x} {{x}}', '../..', "'; --", ' padded ', '\n']
const MOMENTS = [
  ...['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59Z', '1970-01-01T00:00:00Z', '2025-06-30T23:59:59+14:00'],
  ...['2024-02-29', '1970-01-01', '9999-12-31', '00:00:00Z', '23:59:59.999999Z'],
  ...['00000000-0000-0000-0000-000000000000', '::', '0.0.0.0', '255.255.255.255', 'P0D', 'PT0S'],
]

function textEdges(shape: Shape): Edge[] {
  const plan = textPlan(shape)
  if (!('fits' in plan)) return []
  const { least, most, patterns, formats } = plan
  const isFree = patterns.length + formats.length === 0
  const ends = isFree ? [] : (patternTexts({ patterns })?.ends(plan, randomAt(1)) ?? [])
  const listed = (name: string, list: readonly string[]): Edge[] =>
    list
      .filter(plan.fits)
      .slice(0, 3)
      .map((text) => only(`${name} ${shown(text)}`, text))
  return [
    { name: 'shortest', node: { types: STRING, text: { maxLength: least } }, end: 'least' },
    ...(most <= LONG
      ? [{ name: 'longest', node: { types: STRING, text: { minLength: most } }, end: 'most' } as const]
      : []),
    ...(most > LONG && isFree
      ? [{ name: 'long', node: { types: STRING, text: { minLength: LONG } }, end: 'most' } as const]
      : []),
    ...listed('at the end of the pattern', ends),
    ...listed('at the border of the format', formats.length > 0 ? MOMENTS : []),
    ...listed('unicode', formats.length > 0 ? [] : UNICODE),
    ...listed('characters that need care', formats.length > 0 ? [] : NASTY),
  ]
}

function arrayEdges({ nodes }: Shape): Edge[] {
  const rules = nodes.flatMap(({ array }) => array ?? [])
  const least = Math.max(0, ...rules.map(({ minItems = 0 }) => minItems))
  const most = Math.min(Infinity, ...rules.map(({ maxItems = Infinity }) => maxItems))
  const counted = (minItems: number, maxItems: number): Partial<Node> => ({
    types: ARRAY,
    array: { prefix: [], minItems, maxItems },
  })
  return [
    { name: least === 0 ? 'no items' : 'fewest items', node: counted(0, least), end: 'least' },
    { name: 'one item', node: counted(1, 1) },
    ...(most <= LONG_LIST ? [{ name: 'most items', node: counted(most, most), end: 'most' } as const] : []),
    ...(most > LONG_LIST ? [{ name: 'many items', node: counted(20, 20) }] : []),
    { name: 'an item twice', node: { types: ARRAY, array: { prefix: [], repeats: true } } },
  ]
}

function objectEdges({ nodes }: Shape): Edge[] {
  const rules = nodes.flatMap(({ object }) => object ?? [])
  const required = new Set(rules.flatMap((rule) => rule.required))
  const declared = [...new Set(rules.flatMap(({ properties }) => [...properties.keys()]))]
  const without = (forbidden: readonly string[]): Partial<Node> => ({
    types: OBJECT,
    object: { required: [], forbidden, properties: new Map(), patterns: [], dependentRequired: [] },
  })
  const optional = declared.filter((key) => !required.has(key))
  return [
    ...(declared.length === 0
      ? [
          {
            name: 'no properties',
            node: {
              types: OBJECT,
              object: { most: 0, required: [], properties: new Map(), patterns: [], dependentRequired: [] },
            },
            end: 'least',
          } as const,
        ]
      : []),
    ...(optional.length > 0
      ? [{ name: 'no optional properties', node: without(optional), end: 'least' } as const]
      : []),
    ...optional.slice(0, MOST).map((key) => ({ name: `without ${key}`, node: without([key]) })),
  ]
}
