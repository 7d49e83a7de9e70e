import { isValid } from './check.ts'
import {
  ALL,
  ARRAY,
  type ArrayRules,
  type Node,
  NUMBER,
  type NumberRules,
  OBJECT,
  type ObjectRules,
  ready,
  STRING,
} from './node.ts'
import type { TextRules } from './node.ts'
import { patternTexts } from './pattern.ts'
import { randomAt } from './chance.ts'

/** The ways in which a value may break a node. */
export interface Negation {
  readonly ways: readonly Node[]
  /** Whether each value that breaks the node does so in one of these ways. */
  readonly complete: boolean
}

export type Create = (part: Partial<Node>) => Node

const NO_RULES: ObjectRules = { required: [], properties: new Map(), patterns: [], dependentRequired: [] }
const NO_ITEMS: ArrayRules = { prefix: [] }

/** Takes a node apart into what may be wrong with a value, one thing each. */
export function negate(node: Node, create: Create): Negation {
  if (node.schema === false) return { ways: [create({})], complete: true }
  ready(node)
  const parts = [
    negateScalar(node, create),
    node.number === undefined ? NOTHING : negateNumber(node.number, create),
    node.text === undefined ? NOTHING : negateText(node.text, create),
    node.array === undefined ? NOTHING : negateArray(node.array, create),
    node.object === undefined ? NOTHING : negateObject(node.object, create),
    negateBranches(node, create),
  ]
  return { ways: parts.flatMap(({ ways }) => ways), complete: parts.every(({ complete }) => complete) }
}

const NOTHING: Negation = { ways: [], complete: true }

function all(ways: readonly Node[]): Negation {
  return { ways, complete: true }
}

function negateScalar(node: Node, create: Create): Negation {
  const ways: Node[] = []
  if (node.types !== ALL) ways.push(create({ types: ALL & ~node.types }))
  if (node.values !== undefined) ways.push(create({ notValues: node.values }))
  if (node.notValues !== undefined) ways.push(create({ values: node.notValues }))
  return all(ways)
}

function negateNumber(rules: NumberRules, create: Create): Negation {
  const opposites: NumberRules[] = []
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, notMultipleOf } = rules
  if (minimum !== undefined) opposites.push({ exclusiveMaximum: minimum })
  if (maximum !== undefined) opposites.push({ exclusiveMinimum: maximum })
  if (exclusiveMinimum !== undefined) opposites.push({ maximum: exclusiveMinimum })
  if (exclusiveMaximum !== undefined) opposites.push({ minimum: exclusiveMaximum })
  if (multipleOf !== undefined) opposites.push({ notMultipleOf: multipleOf })
  if (notMultipleOf !== undefined) opposites.push({ multipleOf: notMultipleOf })
  return all(opposites.map((number) => create({ types: NUMBER, number })))
}

function negateText(rules: TextRules, create: Create): Negation {
  const opposites: TextRules[] = []
  const { minLength, maxLength, pattern, notPattern, format, notFormat } = rules
  if (minLength !== undefined && minLength > 0) opposites.push({ maxLength: minLength - 1 })
  if (maxLength !== undefined) opposites.push({ minLength: Math.floor(maxLength) + 1 })
  if (pattern !== undefined) opposites.push({ notPattern: pattern })
  if (notPattern !== undefined) opposites.push({ pattern: notPattern })
  if (format !== undefined) opposites.push({ notFormat: format })
  if (notFormat !== undefined) opposites.push({ format: notFormat })
  return all(opposites.map((text) => create({ types: STRING, text })))
}

function negateArray(rules: ArrayRules, create: Create): Negation {
  const { minItems = 0, maxItems, prefix, rest, contains } = rules
  const way = (part: Partial<ArrayRules>): Node => create({ types: ARRAY, array: { ...NO_ITEMS, ...part } })
  const ways: Node[] = []
  if (minItems > 0) ways.push(way({ maxItems: Math.ceil(minItems) - 1 }))
  if (maxItems !== undefined) ways.push(way({ minItems: Math.floor(maxItems) + 1 }))
  if (rules.unique === true) ways.push(way({ repeats: true }))
  if (rules.repeats === true) ways.push(way({ unique: true }))
  prefix.forEach((_, index) => ways.push(itemThatBreaks(prefix[index] as Node, index, way, create)))
  if (rest !== undefined) ways.push(itemThatBreaks(rest, prefix.length, way, create))
  if (rules.every !== undefined)
    ways.push(way({ contains: { node: not(rules.every, create), least: 1, most: Infinity } }))
  if (contains !== undefined) {
    const { node, least, most } = contains
    if (least === 1) ways.push(way({ every: not(node, create) }))
    if (least > 1) ways.push(way({ contains: { node, least: 0, most: least - 1 } }))
    if (most < Infinity) ways.push(way({ contains: { node, least: most + 1, most: Infinity } }))
  }
  // Of the items behind the prefix, another than the first may be the one that breaks.
  return { ways, complete: rest === undefined && rules.unevaluated === undefined }
}

function itemThatBreaks(part: Node, index: number, way: (part: Partial<ArrayRules>) => Node, create: Create): Node {
  const before = Array.from({ length: index }, () => create({ schema: true }))
  return way({ minItems: index + 1, prefix: [...before, not(part, create)] })
}

function not(node: Node, create: Create): Node {
  return create({ not: node })
}

function negateObject(rules: ObjectRules, create: Create): Negation {
  const way = (part: Partial<ObjectRules>): Node => create({ types: OBJECT, object: { ...NO_RULES, ...part } })
  const breaking = (key: string, part: Node): Node =>
    way({ required: [key], properties: new Map([[key, not(part, create)]]) })
  const { least = 0, most, required, forbidden = [], properties, patterns, rest, names } = rules
  const ways: Node[] = []
  if (least > 0) ways.push(way({ most: least - 1 }))
  if (most !== undefined) ways.push(way({ least: most + 1 }))
  for (const key of required) ways.push(way({ forbidden: [key] }))
  for (const key of forbidden) ways.push(way({ required: [key] }))
  for (const [key, part] of properties) ways.push(breaking(key, part))
  for (const [key, needed] of rules.dependentRequired)
    for (const other of needed) ways.push(way({ required: [key], forbidden: [other] }))
  for (const [pattern, part] of patterns) {
    const key = patternTexts({ patterns: [pattern] })?.draw({ least: 0, most: 40 }, randomAt(1))
    if (key !== undefined) ways.push(breaking(key, part))
  }
  if (rest !== undefined) {
    const key = freshKey(
      [...properties.keys()],
      patterns.map(([pattern]) => pattern),
    )
    if (key !== undefined) ways.push(breaking(key, rest))
  }
  const badName = names && NAMES.find((name) => !isValid(names, name))
  if (badName !== undefined) ways.push(way({ required: [badName] }))
  const complete = patterns.length === 0 && rest === undefined && names === undefined
  return { ways, complete: complete && rules.unevaluated === undefined }
}

const NAMES = [
  'extra',
  'Extra',
  'x',
  '',
  '0',
  '-',
  'other name',
  'ä',
  'a-very-long-name-that-few-would-give-to-anything-0123456789',
]

/** A name that is neither declared nor matched by a pattern. */
function freshKey(declared: readonly string[], notPatterns: readonly string[]): string | undefined {
  const simple = ['extra', 'other', 'more', 'further']
  const texts = notPatterns.length === 0 ? undefined : patternTexts({ patterns: ['^[a-zA-Z0-9_-]+$'], notPatterns })
  const random = randomAt(1)
  const drawn = Array.from({ length: 20 }, () => texts?.draw({ least: 1, most: 20 }, random)).filter(
    (key) => key !== undefined,
  )
  const candidates = notPatterns.length === 0 ? simple : drawn
  return candidates.find((key) => !declared.includes(key))
}

function negateBranches(node: Node, create: Create): Negation {
  const ways: Node[] = node.all.map((part) => not(part, create))
  if (node.any !== undefined) ways.push(create({ all: node.any.map((part) => not(part, create)) }))
  if (node.one !== undefined) {
    ways.push(create({ all: node.one.map((part) => not(part, create)) }))
    node.one.forEach((a, index) =>
      (node.one ?? []).slice(index + 1, index + 8).forEach((b) => ways.push(create({ all: [a, b] }))),
    )
  }
  if (node.not !== undefined) ways.push(node.not)
  const { condition } = node
  if (condition?.then) ways.push(create({ all: [condition.if, not(condition.then, create)] }))
  if (condition?.else) ways.push(create({ all: [not(condition.if, create), not(condition.else, create)] }))
  for (const [key, part] of node.dependents) {
    ways.push(create({ types: OBJECT, object: { ...NO_RULES, required: [key] }, all: [not(part, create)] }))
  }
  return { ways, complete: (node.one?.length ?? 0) < 8 }
}
