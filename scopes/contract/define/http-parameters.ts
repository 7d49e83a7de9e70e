import type { ContractDocument, JsonSchema, JsonSchemaObject } from './document.ts'
import type { Finder } from './finder.ts'
import { resolve } from './to-json-schema.ts'

type Part = 'params' | 'query' | 'headers'
type Defs = ContractDocument['$defs']

/** Parameters travel as text: each is a scalar, in a query also an array of scalars, and the path has them all. */
export function checkParameters(document: ContractDocument, found: Finder): void {
  const slots = new Map(document.slots.map((slot) => [slot.at, slot.schema]))
  for (const [name, { request }] of Object.entries(document.operations ?? {})) {
    for (const part of ['params', 'query', 'headers'] as const) {
      const schema = slots.get(request[part] ?? '')
      if (schema !== undefined) checkPart({ at: `/operations/${name}/${part}`, part, schema }, document.$defs, found)
    }
  }
}

interface PartOfRequest {
  readonly at: string
  readonly part: Part
  readonly schema: JsonSchema
}

function checkPart({ at, part, schema }: PartOfRequest, $defs: Defs, found: Finder): void {
  const object = resolve(schema, $defs)
  if (typeof object !== 'object' || typeof object['properties'] !== 'object') {
    found.error('INVALID_PARAMETER', at, `${part} must be an object of named fields`, `write ${part}: { name: schema }`)
    return
  }
  const required = (object['required'] ?? []) as readonly string[]
  for (const [key, value] of Object.entries(object['properties'] as Record<string, JsonSchema>)) {
    if (part === 'params' && !required.includes(key)) {
      found.error(
        'INVALID_PARAMETER',
        `${at}/${key}`,
        `the path always has {${key}}`,
        'drop .optional() and .default()',
      )
    }
    if (!travelsAsText(value, $defs, part === 'query')) {
      const message = `"${key}" cannot travel as text`
      found.error('INVALID_PARAMETER', `${at}/${key}`, message, 'use a string, number, boolean or enum, or the body')
    }
  }
}

function travelsAsText(schema: JsonSchema, $defs: Defs, arrays: boolean): boolean {
  const target = resolve(schema, $defs)
  if (typeof target !== 'object') return true
  const types = [target['type'] ?? []].flat()
  if (types.includes('object')) return false
  if (types.includes('array')) return arrays && itemsOf(target).every((item) => travelsAsText(item, $defs, false))
  return branches(target).every((branch) => travelsAsText(branch, $defs, arrays))
}

function itemsOf(schema: JsonSchemaObject): JsonSchema[] {
  return [schema['items'] ?? [], schema['prefixItems'] ?? []].flat() as JsonSchema[]
}

function branches(schema: JsonSchemaObject): JsonSchema[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => (schema[keyword] ?? []) as JsonSchema[])
}
