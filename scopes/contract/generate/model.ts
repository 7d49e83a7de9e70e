import { type ContractDocument, type HttpOperation, type Slot, wireHash } from '@tessera/contract.define/document'
import { packageName, parseComponentId } from '@tessera/core.model'
import { markFiles } from './body-forms.ts'
import { RESERVED } from './code.ts'
import type { Direction } from './convert-schema.ts'
import { fillTest } from './defaults.ts'
import { type Exchange, exchangesOf } from './exchange.ts'
import { modernDocument } from './modern-schema.ts'
import { camelCase, contractName, type NameBook, nameBook, pascalCase } from './names.ts'
import { openTest } from './open-enum.ts'
import type { Part } from './part.ts'
import { contractType, SUFFIXES } from './reserved-types.ts'
import type { Defs } from './schema.ts'
import { type TypeBook, typeBook } from './type-book.ts'

/** What every part of one contract is made from. */
export interface Model {
  /** Its schemas are in words of 2020-12. */
  readonly document: ContractDocument
  readonly hash: string
  /** `OrdersApi`: the type that holds the operations, and what functions are named by. */
  readonly name: string
  /** `ordersApi` */
  readonly value: string
  readonly defs: Defs
  readonly types: TypeBook
  /** What the consumer calls. */
  readonly operations: readonly Operation[]
  /** What the provider calls. */
  readonly webhooks: readonly Operation[]
  /** Channels, socket items or events. */
  readonly exchanges: readonly Exchange[]
  /** By `at`. */
  readonly slots: ReadonlyMap<string, Slot>
  /** The function that checks a slot: `createOrder/request/body` is `createOrderRequestBody`. */
  checkName(at: string, direction?: 'sent' | Direction): string
}

/** An operation with the names it has in code. */
export interface Operation extends HttpOperation {
  /** As the contract has it: a key of the operations type. */
  readonly key: string
  /** `CreateOrder` */
  readonly name: string
}

export type RequestPart = 'params' | 'query' | 'headers' | 'body'
export const REQUEST_PARTS: readonly RequestPart[] = ['params', 'query', 'headers', 'body']

export function modelOf(given: ContractDocument): Model {
  const document = markFiles(modernDocument(given))
  const name = contractType(document.id)
  const names = nameBook()
  const operations = operationsOf(document, names)
  const exchanges = exchangesOf(document, names)
  const [fills, opens] = [fillTest(document.$defs), openTest(document.$defs)]
  return {
    document,
    hash: wireHash(given),
    name,
    value: camelCase(contractName(document.id)),
    defs: document.$defs,
    types: typeBook(document, {
      fills,
      splits: (schema) => fills(schema) || opens(schema),
      reserved: declaredNames(name, document, operations),
      slotNames: payloadNames(exchanges),
    }),
    operations: operations.filter(({ webhook }) => !webhook),
    webhooks: operations.filter(({ webhook }) => webhook),
    exchanges,
    slots: new Map(document.slots.map((slot) => [slot.at, slot])),
    checkName: checkNames(document),
  }
}

function operationsOf(document: ContractDocument, names: NameBook): readonly Operation[] {
  return Object.entries(document.operations ?? {}).map(([key, operation]) => ({
    ...operation,
    key,
    name: names.take(pascalCase(key)),
  }))
}

function checkNames({ slots }: ContractDocument): Model['checkName'] {
  const book = nameBook(['definition', 'webhooks', ...RESERVED])
  const names = new Map(slots.map(({ at }) => [at, book.take(camelCase(at.replaceAll('/', ' ')))]))
  const sent = new Map(
    slots.flatMap(({ at, sentBy }) => (sentBy === 'either' ? [[at, book.take(`${names.get(at)}Sent`)]] : [])),
  )
  const converting = (direction: Direction): ReadonlyMap<string, string> =>
    new Map(slots.map(({ at }) => [at, book.take(`${direction}${pascalCase(at.replaceAll('/', ' '))}`)]))
  const byDirection = { sent, encode: converting('encode'), decode: converting('decode') }
  return (at, direction) => (direction === undefined ? names : byDirection[direction]).get(at) ?? noSlot(at)
}

/** Messages that travel on several channels have one type. */
function payloadNames(exchanges: readonly Exchange[]): ReadonlyMap<string, string> {
  const payloads = exchanges.flatMap(({ message, reply }) => [message, ...(reply ? [reply] : [])])
  return new Map(
    payloads.flatMap(({ at, name, headers }) => [
      [at, pascalCase(name)] as const,
      ...(headers === undefined ? [] : [[headers, pascalCase(`${name} headers`)] as const]),
    ]),
  )
}

/** Types that parts declare besides those of schemas. */
function declaredNames(name: string, document: ContractDocument, operations: readonly Operation[]): string[] {
  if (document.pattern === 'schemas') return []
  return [
    name,
    ...SUFFIXES.map((suffix) => `${name}${suffix}`),
    ...operations.map((operation) => `${operation.name}Reply`),
  ]
}

export function slotOf(model: Model, at: string): Slot {
  return model.slots.get(at) ?? noSlot(at)
}

function noSlot(at: string): never {
  throw new Error(`the contract names the slot ${at} and has none`)
}

/** `acme.orders/orders-api/types` */
export function partId(document: Pick<ContractDocument, 'id'>, part: Part | 'contract'): string {
  return `${document.id}/${part}`
}

export function partPackage(document: Pick<ContractDocument, 'id'>, part: Part): string {
  return packageName(parseComponentId(partId(document, part)))
}
