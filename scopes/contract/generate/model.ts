import type { ContractDocument, HttpOperation, Slot } from '@tessera/contract.define/document'
import { packageName, parseComponentId } from '@tessera/core.model'
import { fillTest } from './defaults.ts'
import { camelCase, contractName, pascalCase } from './names.ts'
import type { Part } from './part.ts'
import type { Defs } from './schema.ts'
import { type TypeBook, typeBook } from './type-book.ts'

/** What every part of one contract is made from. */
export interface Model {
  readonly document: ContractDocument
  /** `OrdersApi`: the type that holds the operations, and what functions are named by. */
  readonly name: string
  /** `ordersApi` */
  readonly value: string
  readonly defs: Defs
  readonly types: TypeBook
  readonly operations: readonly Operation[]
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

export function modelOf(document: ContractDocument): Model {
  const name = pascalCase(contractName(document.id))
  return {
    document,
    name,
    value: camelCase(contractName(document.id)),
    defs: document.$defs,
    types: typeBook(document, fillTest(document.$defs), declaredNames(name, document)),
    operations: Object.entries(document.operations ?? {}).map(([key, operation]) => ({
      ...operation,
      key,
      name: pascalCase(key),
    })),
  }
}

/** Types that parts declare besides those of schemas. */
function declaredNames(name: string, document: ContractDocument): string[] {
  if (document.pattern === 'schemas') return []
  const replies = Object.keys(document.operations ?? {}).map((key) => `${pascalCase(key)}Reply`)
  return [name, `${name}MockOptions`, ...replies]
}

export function slotOf(model: Model, at: string): Slot {
  const slot = model.document.slots.find((candidate) => candidate.at === at)
  if (!slot) throw new Error(`${model.document.id} names the slot ${at} and has none`)
  return slot
}

/** `acme.orders/orders-api/types` */
export function partId(document: ContractDocument, part: Part | 'contract'): string {
  return `${document.id}/${part}`
}

export function partPackage(document: ContractDocument, part: Part): string {
  return packageName(parseComponentId(partId(document, part)))
}
