/* oxlint-disable unicorn/no-thenable */
import type { JsonSchema } from '@tessera/contract.define/document'
import type { Level } from './types.ts'

/** A change as people make it, with its level under both policies. */
export interface Evolution {
  readonly name: string
  readonly old: JsonSchema
  readonly now: JsonSchema
  readonly strict: Level
  readonly lenient: Level
}

const str = { type: 'string' }
const int = { type: 'integer' }
const open = (properties: object, more: object = {}): JsonSchema => ({ type: 'object', properties, ...more })
const closed = (properties: object, more: object = {}): JsonSchema =>
  open(properties, { additionalProperties: false, ...more })
const partly = (properties: object, rest: JsonSchema): JsonSchema => open(properties, { additionalProperties: rest })

function both(name: string, old: JsonSchema, now: JsonSchema, level: Level): Evolution {
  return { name, old, now, strict: level, lenient: level }
}

function apart(name: string, [old, now]: readonly [JsonSchema, JsonSchema], strict: Level): Evolution {
  return { name, old, now, strict, lenient: strict === 'breaking' ? 'compatible' : 'breaking' }
}

const card = open({ kind: { const: 'card' }, pan: str }, { required: ['kind', 'pan'] })
const cash = open({ kind: { const: 'cash' } }, { required: ['kind'] })
const wire = open({ kind: { const: 'wire' }, iban: str }, { required: ['kind'] })

export const EVOLUTIONS: readonly Evolution[] = [
  // Content models: open, closed and partly open objects, with properties that come and go.
  apart('optional property added to an open object', [open({ a: str }), open({ a: str, b: str })], 'breaking'),
  apart(
    'optional property with a default added to an open object',
    [open({ a: str }), open({ a: str, b: { ...str, default: '' } })],
    'breaking',
  ),
  both('property without constraints added to an open object', open({ a: str }), open({ a: str, b: {} }), 'compatible'),
  both(
    'required property added to an open object',
    open({ a: str }),
    open({ a: str, b: str }, { required: ['b'] }),
    'breaking',
  ),
  both('optional property added to a closed object', closed({ a: str }), closed({ a: str, b: str }), 'compatible'),
  both(
    'required property added to a closed object',
    closed({ a: str }),
    closed({ a: str, b: str }, { required: ['b'] }),
    'breaking',
  ),
  both('optional property removed from an open object', open({ a: str, b: str }), open({ a: str }), 'compatible'),
  both(
    'required property removed from an open object',
    open({ a: str, b: str }, { required: ['b'] }),
    open({ a: str }),
    'compatible',
  ),
  both('optional property removed from a closed object', closed({ a: str, b: str }), closed({ a: str }), 'breaking'),
  both(
    'required property removed from a closed object',
    closed({ a: str, b: str }, { required: ['b'] }),
    closed({ a: str }),
    'breaking',
  ),
  both(
    'property that takes nothing removed from a closed object',
    closed({ a: str, b: false }),
    closed({ a: str }),
    'compatible',
  ),
  apart('open object closed', [open({ a: str }), closed({ a: str })], 'breaking'),
  both('closed object opened', closed({ a: str }), open({ a: str }), 'compatible'),
  both('closed object opened with a new property', closed({ a: str }), open({ a: str, b: int }), 'compatible'),
  both('property removed while the object closes', open({ a: str, b: str }), closed({ a: str }), 'breaking'),
  apart('property added while the object closes', [open({ a: str }), closed({ a: str, b: str })], 'breaking'),
  both(
    'property covered by what is allowed otherwise',
    partly({ a: str }, int),
    partly({ a: str, b: int }, int),
    'compatible',
  ),
  both(
    'property not covered by what is allowed otherwise',
    partly({ a: str }, int),
    partly({ a: str, b: str }, int),
    'breaking',
  ),
  both(
    'property removed, covered by what is allowed otherwise',
    partly({ a: str, b: int }, int),
    partly({ a: str }, int),
    'compatible',
  ),
  both(
    'property removed, not covered by what is allowed otherwise',
    partly({ a: str, b: str }, int),
    partly({ a: str }, int),
    'breaking',
  ),
  both(
    'what is allowed otherwise narrowed',
    partly({ a: str }, { type: 'number' }),
    partly({ a: str }, int),
    'breaking',
  ),
  both(
    'what is allowed otherwise widened',
    partly({ a: str }, int),
    partly({ a: str }, { type: 'number' }),
    'compatible',
  ),
  both(
    'object that says it is open gains a property',
    partly({ a: str }, true),
    partly({ a: str, b: str }, true),
    'breaking',
  ),
  both(
    'pattern covers the new property',
    open({}, { patternProperties: { '^x_': str }, additionalProperties: false }),
    open({ x_a: str }, { patternProperties: { '^x_': str }, additionalProperties: false }),
    'compatible',
  ),
  both(
    'map of values narrowed',
    { type: 'object', additionalProperties: str },
    { type: 'object', additionalProperties: { ...str, maxLength: 3 } },
    'breaking',
  ),
  both('free object gets a property', { type: 'object' }, open({ a: str }), 'breaking'),
  apart('empty object gets a property', [open({}), open({ a: str })], 'breaking'),
  apart(
    'nested open object gains a property',
    [open({ o: open({ a: str }) }), open({ o: open({ a: str, b: int }) })],
    'breaking',
  ),
  apart(
    'open objects in an array gain a property',
    [
      { type: 'array', items: open({ a: str }) },
      { type: 'array', items: open({ a: str, b: int }) },
    ],
    'breaking',
  ),
  apart(
    'referenced open object gains a property',
    [
      { $ref: '#/$defs/o', $defs: { o: open({ a: str }) } },
      { $ref: '#/$defs/o', $defs: { o: open({ a: str, b: int }) } },
    ],
    'breaking',
  ),
  apart(
    'recursive open object gains a property',
    [open({ next: { $ref: '#' } }), open({ next: { $ref: '#' }, b: int })],
    'breaking',
  ),
  apart(
    'parts of allOf declare together',
    [
      { type: 'object', allOf: [open({ a: str }), open({ b: str })] },
      { type: 'object', allOf: [open({ a: str }), open({ b: str, c: str })] },
    ],
    'breaking',
  ),
  both(
    'parts of allOf declare together, and one is narrowed',
    { type: 'object', allOf: [open({ a: str }), open({ b: str })] },
    { type: 'object', allOf: [open({ a: str }), open({ b: int })] },
    'breaking',
  ),
  apart(
    'parts of allOf, closed as one',
    [{ type: 'object', allOf: [open({ a: str }), open({ b: str })] }, closed({ a: str, b: str })],
    'breaking',
  ),
  both(
    'parts of allOf about the same inner object',
    { allOf: [open({ o: open({ a: str }) }), open({ o: open({ b: str }) })] },
    open({ o: open({ b: int }) }),
    'breaking',
  ),
  apart(
    'alternatives may hold together',
    [
      { anyOf: [open({ a: str }, { required: ['a'] }), open({ b: str }, { required: ['b'] })] },
      open({ a: str, b: str, c: str }),
    ],
    'breaking',
  ),
  both(
    'alternatives that hold together send both properties',
    { anyOf: [open({ a: str }, { required: ['a'] }), open({ b: str }, { required: ['b'] })] },
    open({ a: str, b: int }),
    'breaking',
  ),
  apart(
    'a condition declares as well',
    [open({ k: str }, { if: { required: ['k'] }, then: { properties: { x: int } } }), open({ k: str, x: int, z: int })],
    'breaking',
  ),
  both(
    'what is required counts as declared',
    open({ a: str }, { required: ['b'] }),
    open({ a: str, b: int }),
    'breaking',
  ),

  // Required and default.
  both('optional property becomes required', open({ a: str }), open({ a: str }, { required: ['a'] }), 'breaking'),
  both('required property becomes optional', open({ a: str }, { required: ['a'] }), open({ a: str }), 'compatible'),
  both('default changed', open({ a: { ...str, default: 'x' } }), open({ a: { ...str, default: 'y' } }), 'compatible'),
  both(
    'dependency added',
    open({ a: str, b: str }),
    open({ a: str, b: str }, { dependentRequired: { a: ['b'] } }),
    'breaking',
  ),
  both(
    'dependency removed',
    open({ a: str, b: str }, { dependentRequired: { a: ['b'] } }),
    open({ a: str, b: str }),
    'compatible',
  ),

  // Types and values.
  both('integer to number', int, { type: 'number' }, 'compatible'),
  both('number to integer', { type: 'number' }, int, 'breaking'),
  both('null added', str, { type: ['string', 'null'] }, 'compatible'),
  both('null removed', { type: ['string', 'null'] }, str, 'breaking'),
  both('string to number', str, { type: 'number' }, 'breaking'),
  both('type dropped', str, {}, 'compatible'),
  both('enumeration gains a value', { enum: ['a'] }, { enum: ['a', 'b'] }, 'compatible'),
  both('enumeration loses a value', { enum: ['a', 'b'] }, { enum: ['a'] }, 'breaking'),
  both('text becomes an enumeration', str, { enum: ['a'] }, 'breaking'),
  both('maximum lowered', { ...int, maximum: 10 }, { ...int, maximum: 9 }, 'breaking'),
  both('maximum lowered between whole numbers', { ...int, maximum: 10.7 }, { ...int, maximum: 10.2 }, 'compatible'),
  both('maxLength raised', { ...str, maxLength: 10 }, { ...str, maxLength: 11 }, 'compatible'),
  both(
    'pattern written differently',
    { ...str, pattern: '^[0-9]{4}$' },
    { ...str, pattern: '^\\d\\d\\d\\d$' },
    'compatible',
  ),
  both(
    'pattern added that a format implies',
    { ...str, format: 'uuid' },
    { ...str, format: 'uuid', pattern: '-' },
    'compatible',
  ),
  both('format added', str, { ...str, format: 'date' }, 'breaking'),
  both(
    'annotations only',
    { ...str, title: 'a', examples: ['x'] },
    { ...str, description: 'b', deprecated: true },
    'compatible',
  ),

  // Unions.
  both('alternative added', { oneOf: [card, cash] }, { oneOf: [card, cash, wire] }, 'compatible'),
  both('alternative removed', { oneOf: [card, cash, wire] }, { oneOf: [card, cash] }, 'breaking'),
  both('alternatives reordered', { oneOf: [card, cash] }, { oneOf: [cash, card] }, 'compatible'),
  both('oneOf to anyOf', { oneOf: [card, cash] }, { anyOf: [card, cash] }, 'compatible'),
  both(
    'overlapping alternative makes oneOf refuse',
    { oneOf: [int] },
    { oneOf: [int, { type: 'number' }] },
    'breaking',
  ),
  both('one schema becomes one of two', card, { anyOf: [card, cash] }, 'compatible'),
  both('one of two becomes one', { anyOf: [card, cash] }, card, 'breaking'),
  both('sum becomes a list of types', { anyOf: [str, int] }, { type: ['integer', 'string'] }, 'compatible'),
  both('allOf taken apart', { allOf: [str, { maxLength: 3 }] }, { ...str, maxLength: 3 }, 'compatible'),
  both('allOf gains a part', { allOf: [str] }, { allOf: [str, { maxLength: 3 }] }, 'breaking'),
  both('not widened', { ...int, not: { const: 1 } }, { ...int, not: { enum: [1, 2] } }, 'breaking'),
  both('not narrowed', { ...int, not: { enum: [1, 2] } }, { ...int, not: { const: 1 } }, 'compatible'),

  // Arrays.
  both(
    'tuple gains an item, the rest being free',
    { type: 'array', prefixItems: [str] },
    { type: 'array', prefixItems: [str, int] },
    'breaking',
  ),
  both(
    'tuple gains an item, the rest being refused',
    { type: 'array', prefixItems: [str], items: false },
    { type: 'array', prefixItems: [str, int], items: false },
    'compatible',
  ),
  both(
    'tuple loses an item, the rest being refused',
    { type: 'array', prefixItems: [str, int], items: false },
    { type: 'array', prefixItems: [str], items: false },
    'breaking',
  ),
  both(
    'tuple becomes a list',
    { type: 'array', prefixItems: [str, str], items: false },
    { type: 'array', items: str },
    'compatible',
  ),
  both(
    'items become unique',
    { type: 'array', items: str },
    { type: 'array', items: str, uniqueItems: true },
    'breaking',
  ),
  both('minItems lowered', { type: 'array', minItems: 2 }, { type: 'array', minItems: 1 }, 'compatible'),

  // Draft 7.
  both(
    'definitions renamed',
    { definitions: { A: int }, $ref: '#/definitions/A' },
    { $defs: { B: int }, $ref: '#/$defs/B' },
    'compatible',
  ),
  both(
    'additionalItems closed',
    { type: 'array', items: [str] },
    { type: 'array', items: [str], additionalItems: false },
    'breaking',
  ),
]
