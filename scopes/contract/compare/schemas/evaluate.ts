import { isRecord } from '@tessera/core.model'
import { unreachable } from '@tessera/core.model'
import { stringFormat } from './formats.ts'
import type { Node, Part, PartOf } from './node.ts'
import { compilePattern } from './patterns.ts'
import { compare, divide, fromNumber, isWhole, type Rational } from './rational.ts'
import { Undecided } from './undecided.ts'
import { equal, keyOf, lengthOf, typeOf } from './values.ts'

/**
 * Whether a value is valid under a node.
 * @throws Undecided at what only a validator knows
 */
export function isValid(node: Node, value: unknown): boolean {
  return node.parts.every((part) => holds(part, value, []))
}

/** The same, of what the node says itself: choices and negations are left out. */
export function isPlainlyValid(node: Node, value: unknown): boolean {
  return node.parts.every((part) => BRANCHING.has(part.kind) || holds(part, value, []))
}

const BRANCHING: ReadonlySet<Part['kind']> = new Set(['any', 'one', 'not', 'if', 'ref', 'dependent', 'opaque'])

type Open = readonly Part[]

function valid(node: Node, value: unknown, open: Open): boolean {
  return node.parts.every((part) => holds(part, value, open))
}

function holds(part: Part, value: unknown, open: Open): boolean {
  switch (part.kind) {
    case 'types':
      return part.types.has(typeOf(value)) && (!part.integer || typeof value !== 'number' || Number.isInteger(value))
    case 'enum':
      return part.values.some((option) => equal(option, value))
    case 'minimum':
    case 'maximum':
      return typeof value !== 'number' || isWithin(part, fromNumber(value))
    case 'multipleOf':
      return typeof value !== 'number' || isWhole(divide(fromNumber(value), part.divisor))
    case 'pattern':
      return typeof value !== 'string' || matches(part.source, value)
    case 'format':
      return typeof value !== 'string' || (stringFormat(part.name)?.test(value) ?? true)
    case 'least':
    case 'most':
      return hasSize(part, value)
    case 'items':
    case 'contains':
    case 'unique':
      return !Array.isArray(value) || holdsOfArray(part, value)
    case 'properties':
    case 'required':
    case 'names':
    case 'dependent':
      return !isRecord(value) || holdsOfObject(part, value, open)
    default:
      return holdsOfBranches(part, value, open)
  }
}

export function matches(source: string, text: string): boolean {
  const regex = compilePattern(source)
  if (regex === undefined) throw new Undecided('pattern')
  return regex.test(text)
}

function isWithin({ kind, limit, exclusive }: PartOf<'minimum' | 'maximum'>, value: Rational): boolean {
  const above = compare(value, limit) * (kind === 'minimum' ? 1 : -1)
  return above > 0 || (above === 0 && !exclusive)
}

function hasSize({ kind, of, limit }: PartOf<'least' | 'most'>, value: unknown): boolean {
  if (typeOf(value) !== of) return true
  const size = typeof value === 'string' ? lengthOf(value) : Object.keys(value as object).length
  return kind === 'least' ? size >= limit : size <= limit
}

function holdsOfArray(part: PartOf<'items' | 'contains' | 'unique'>, value: readonly unknown[]): boolean {
  if (part.kind === 'unique') return new Set(value.map(keyOf)).size === value.length
  if (part.kind === 'items') return value.every((item, index) => isValid(part.prefix[index] ?? part.rest, item))
  const found = value.filter((item) => isValid(part.node, item)).length
  return found >= part.least && found <= part.most
}

function holdsOfObject(
  part: PartOf<'properties' | 'required' | 'names' | 'dependent'>,
  value: Readonly<Record<string, unknown>>,
  open: Open,
): boolean {
  switch (part.kind) {
    case 'properties':
      return Object.keys(value).every((name) => propertyNodes(part, name).every((node) => isValid(node, value[name])))
    case 'required':
      return Object.hasOwn(value, part.name)
    case 'names':
      return Object.keys(value).every((name) => isValid(part.node, name))
    case 'dependent':
      return !Object.hasOwn(value, part.name) || valid(part.node, value, open)
  }
}

/** What a part says of the value of one property. */
export function propertyNodes({ names, patterns, rest }: PartOf<'properties'>, name: string): readonly Node[] {
  const own = names.get(name)
  const matched = patterns.filter(([source]) => matches(source, name)).map(([, node]) => node)
  if (own === undefined && matched.length === 0) return [rest]
  return own === undefined ? matched : [own, ...matched]
}

function holdsOfBranches(
  part: PartOf<'any' | 'one' | 'not' | 'if' | 'ref' | 'opaque'>,
  value: unknown,
  open: Open,
): boolean {
  switch (part.kind) {
    case 'any':
      return part.nodes.some((node) => valid(node, value, open))
    case 'one':
      return part.nodes.filter((node) => valid(node, value, open)).length === 1
    case 'not':
      return !valid(part.node, value, open)
    case 'if':
      return valid(valid(part.test, value, open) ? part.yes : part.no, value, open)
    case 'ref':
      if (open.includes(part)) throw new Undecided('$ref')
      return valid(part.target(), value, [...open, part])
    case 'opaque':
      throw new Undecided(part.keyword)
    default:
      return unreachable(part)
  }
}
