import type { JsonSchemaObject } from '@tessera/contract.define/document'
import { ANNOTATIONS } from './keywords.ts'

/** A schema, apart: what it says of values, and what it only remarks. */
export interface Apart {
  readonly core: JsonSchemaObject
  readonly around: JsonSchemaObject
}

export function apart(schema: JsonSchemaObject): Apart {
  const entries = Object.entries(schema)
  return {
    core: Object.fromEntries(entries.filter(([keyword]) => !isRemark(keyword))),
    around: Object.fromEntries(entries.filter(([keyword]) => isRemark(keyword))),
  }
}

export function without(schema: JsonSchemaObject, ...keywords: readonly string[]): JsonSchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)))
}

function isRemark(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || (keyword.startsWith('x-') && keyword !== 'x-extensible-enum')
}
