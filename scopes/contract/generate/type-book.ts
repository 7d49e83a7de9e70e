import type { ContractDocument, JsonSchema, Slot } from '@tessera/contract.define/document'
import { canonicalJson, packageName, parseComponentId } from '@tessera/core.model'
import { nameBook, pascalCase } from './names.ts'
import { RESERVED_TYPES } from './reserved-types.ts'
import { refName } from './schema.ts'

/** `W`: what a writer supplies. `R`: what a reader is handed, with defaults filled in. */
export type Side = 'W' | 'R'

/** A type declared by the contract, or imported from another one. */
export interface NamedType {
  /** `Order`, without its side. */
  readonly base: string
  readonly schema: JsonSchema
  /** Writers and readers have types of their own: `OrderW` and `OrderR`. */
  readonly split: boolean
  /** The types package that declares it, and its name there. */
  readonly origin?: { readonly packageName: string; readonly base: string }
}

/** Which type stands for which schema. */
export interface TypeBook {
  /** Schemas under a name, sorted by it. */
  readonly defs: ReadonlyMap<string, NamedType>
  /** Payloads without a name of their own, by the `at` of their slot. */
  readonly slots: ReadonlyMap<string, NamedType>
  /** Whether readers of this schema get more than writers must supply. */
  readonly fills: (schema: JsonSchema) => boolean
  /** The type of a named schema. */
  ofDef(name: string, side: Side): string
  /** The type of a slot's payload. */
  ofSlot(at: string, side: Side): string
}

/** How a contract names its types. */
export interface Naming {
  readonly fills: TypeBook['fills']
  /** Whether writers and readers have types of their own. */
  readonly splits: (schema: JsonSchema) => boolean
  /** Names that are taken. */
  readonly reserved: readonly string[]
  /** What the types of payloads without a name of their own are named by; by the `at` of their slot where absent. */
  readonly slotNames: ReadonlyMap<string, string>
}

export function typeBook(document: ContractDocument, { fills, splits, reserved, slotNames }: Naming): TypeBook {
  const names = nameBook([...RESERVED_TYPES, ...reserved])
  const take = (schema: JsonSchema, ...wanted: readonly [string, ...string[]]): NamedType => {
    const base = names.take(...wanted)
    names.take(`${base}W`)
    names.take(`${base}R`)
    return { base, schema, split: splits(schema) }
  }
  const defs = new Map(
    Object.entries(document.$defs).map(([name, schema]) => {
      const origin = originOf(schema)
      const type = take(schema, pascalCase(name))
      return [name, origin ? { ...type, origin } : type] as const
    }),
  )
  const same = new Map<string, NamedType>()
  const ofPayload = ({ at, schema }: Slot): NamedType => {
    const wanted = slotNames.get(at)
    if (wanted === undefined) return take(schema, slotName(at))
    const key = `${wanted} ${canonicalJson(schema)}`
    const type = same.get(key) ?? take(schema, wanted, `${wanted}Message`)
    same.set(key, type)
    return type
  }
  const own = document.slots.filter((slot) => !isReference(slot.schema))
  const slots = new Map(own.map((slot) => [slot.at, ofPayload(slot)] as const))
  const references = new Map(document.slots.map((slot) => [slot.at, refName(slot.schema)] as const))
  const ofDef = (name: string, side: Side) => sided(defs.get(name), side)
  return {
    defs,
    slots,
    fills,
    ofDef,
    ofSlot: (at, side) => (slots.has(at) ? sided(slots.get(at), side) : ofDef(references.get(at) ?? '', side)),
  }
}

/** `Order`, `OrderW` or `OrderR`. */
export function sided(type: NamedType | undefined, side: Side): string {
  if (!type) throw new Error('a type that no schema stands for')
  return type.split ? `${type.base}${side}` : type.base
}

/** `Money` and its like: the types one declaration or import gives. */
export function sidesOf(type: NamedType): readonly (Side | '')[] {
  return type.split ? ['W', 'R'] : ['']
}

/** A schema that is a named one and nothing besides, save what is said about it. */
function isReference(schema: JsonSchema): boolean {
  return refName(schema) !== undefined && Object.keys(schema).every((keyword) => REMARKS.has(keyword))
}

const REMARKS = new Set(['$ref', 'title', 'description', 'default', 'examples', 'deprecated', '$comment', 'x-redact'])

/** `createOrder/request/body` is `CreateOrderBody`, `createOrder/response/201/body` is `CreateOrderResponse201`. */
function slotName(at: string): string {
  const [operation = '', direction, part = '', rest = ''] = at.split('/')
  if (direction === 'request') return pascalCase(`${operation} ${part}`)
  return pascalCase(`${operation} ${direction ?? ''} ${part} ${rest === 'body' ? '' : rest}`)
}

function originOf(schema: JsonSchema): NamedType['origin'] {
  if (typeof schema === 'boolean' || typeof schema['x-origin'] !== 'string') return undefined
  const [contract = '', name = ''] = schema['x-origin'].split('#')
  const types = parseComponentId(contract.replace(/\/contract(@.*)?$/, '/types'))
  return { packageName: packageName(types), base: nameBook(RESERVED_TYPES).take(pascalCase(name)) }
}
