import type { Rational } from './rational.ts'

/** The types of JSON values; a whole number is a number. */
export const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const
export type Type = (typeof TYPES)[number]
export type Sized = 'string' | 'array' | 'object'

/** A schema as a conjunction: a value is valid if it is under every part. No parts: everything is. */
export interface Node {
  readonly id: number
  readonly parts: readonly Part[]
  /** The types that can be valid at all; what references say is not looked at. */
  readonly types: ReadonlySet<Type>
}

/** One thing a schema says. Equal parts are the same object, in both schemas of a comparison. */
export type Part = Interned & PartBody
interface Interned {
  readonly id: number
}

export type PartBody =
  | { readonly kind: 'types'; readonly types: ReadonlySet<Type>; readonly integer: boolean }
  | { readonly kind: 'enum'; readonly values: readonly unknown[] }
  | { readonly kind: 'minimum' | 'maximum'; readonly limit: Rational; readonly exclusive: boolean }
  | { readonly kind: 'multipleOf'; readonly divisor: Rational }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'least' | 'most'; readonly of: Sized; readonly limit: number }
  | { readonly kind: 'items'; readonly prefix: readonly Node[]; readonly rest: Node }
  | { readonly kind: 'contains'; readonly node: Node; readonly least: number; readonly most: number }
  | { readonly kind: 'unique' }
  | PropertiesBody
  | { readonly kind: 'required'; readonly name: string }
  | { readonly kind: 'names'; readonly node: Node }
  | { readonly kind: 'dependent'; readonly name: string; readonly node: Node }
  | { readonly kind: 'any' | 'one'; readonly nodes: readonly Node[] }
  | { readonly kind: 'not'; readonly node: Node }
  | { readonly kind: 'if'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'ref'; readonly key: string; readonly target: () => Node }
  /** What cannot be reasoned about; only a validator knows. */
  | { readonly kind: 'opaque'; readonly keyword: string; readonly key: string }

export interface PropertiesBody {
  readonly kind: 'properties'
  readonly names: ReadonlyMap<string, Node>
  readonly patterns: readonly (readonly [source: string, node: Node])[]
  readonly rest: Node
  /** What closed writers do: `closes` adds nothing undeclared, `opens` may, `silent` does not speak of it. */
  readonly closing: 'closes' | 'opens' | 'silent'
}

export type PartOf<K extends PartBody['kind']> = Part & { readonly kind: K }

/** The one type that a part constrains; undefined where it speaks of all. */
export function typeOfPart(part: PartBody): Type | undefined {
  switch (part.kind) {
    case 'minimum':
    case 'maximum':
    case 'multipleOf':
      return 'number'
    case 'pattern':
    case 'format':
      return 'string'
    case 'least':
    case 'most':
      return part.of
    case 'items':
    case 'contains':
    case 'unique':
      return 'array'
    case 'properties':
    case 'required':
    case 'names':
    case 'dependent':
      return 'object'
    default:
      return undefined
  }
}
