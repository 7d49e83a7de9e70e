import { isRecord } from '@tessera/core.model'
import type { ContractDocument, HttpOperation, JsonSchema, JsonSchemaObject, ParameterStyle } from './document.ts'
import type { Finder } from './finder.ts'
import { propertyNames, resolve, slotSchema } from './schema-facts.ts'
import { escapePointer } from './shape.ts'

type Part = 'params' | 'query' | 'headers'
type Style = NonNullable<ParameterStyle['style']>
type Defs = ContractDocument['$defs']

/** Which styles OpenAPI has for a place, the default first, and what of them can say more than a scalar. */
const STYLES: Readonly<Record<Part, Readonly<Partial<Record<Style, 'array' | 'object' | 'both'>>>>> = {
  params: { simple: 'both', label: 'both', matrix: 'both' },
  query: { form: 'both', spaceDelimited: 'array', pipeDelimited: 'array', deepObject: 'object' },
  headers: { simple: 'both' },
}

/** Parameters travel as text: each is a scalar, in a query also an array of scalars, more where a style is named. */
export function checkParameters(document: ContractDocument, found: Finder): void {
  for (const [name, operation] of Object.entries(document.operations ?? {})) {
    const at = `/operations/${escapePointer(name)}`
    for (const part of ['params', 'query', 'headers'] as const) {
      const schema = slotSchema(document, operation.request[part])
      const checking = { at, part, schema: schema ?? true, $defs: document.$defs, styles: operation.styles ?? {} }
      if (schema !== undefined) checkPart(checking, found)
    }
    checkStyles(document, { at, operation }, found)
  }
}

interface PartOfRequest {
  /** JSON pointer of the operation. */
  readonly at: string
  readonly part: Part
  readonly schema: JsonSchema
  readonly $defs: Defs
  readonly styles: Readonly<Record<string, ParameterStyle>>
}

function checkPart({ at, part, schema, $defs, styles }: PartOfRequest, found: Finder): void {
  const object = resolve(schema, $defs)
  const error = (place: string, message: string, hint: string): void =>
    found.error('INVALID_PARAMETER', `${at}/${place}`, message, hint)
  if (typeof object !== 'object' || !isRecord(object['properties'])) {
    return error(part, `${part} must be an object of named fields`, `write ${part}: { name: schema }`)
  }
  const required = (object['required'] ?? []) as readonly string[]
  for (const [key, value] of Object.entries(object['properties'] as Record<string, JsonSchema>)) {
    const place = `${part}/${escapePointer(key)}`
    if (part === 'params' && !required.includes(key)) {
      error(place, `the path always has {${key}}`, 'drop .optional() and .default()')
    }
    if (!travelsAsText(value, $defs, allowed(part, styles[`${part}/${key}`]))) {
      error(place, `"${key}" cannot travel as text`, 'use a string, number, boolean or enum, or the body')
    }
  }
}

interface Allowed {
  readonly arrays: boolean
  readonly objects: boolean
}

const SCALARS: Allowed = { arrays: false, objects: false }

/** Arrays in a query are common; everything else has to be asked for, so that both sides write it alike. */
function allowed(part: Part, style: ParameterStyle | undefined): Allowed {
  if (style === undefined) return { arrays: part === 'query', objects: false }
  const takes = STYLES[part][style.style ?? (Object.keys(STYLES[part])[0] as Style)]
  return { arrays: takes === 'array' || takes === 'both', objects: takes === 'object' || takes === 'both' }
}

function travelsAsText(schema: JsonSchema, $defs: Defs, { arrays, objects }: Allowed): boolean {
  const target = resolve(schema, $defs)
  if (typeof target !== 'object') return true
  const types = [target['type'] ?? []].flat()
  const scalar = (inner: JsonSchema): boolean => travelsAsText(inner, $defs, SCALARS)
  if (types.includes('object')) return objects && Object.values(propertiesOf(target)).every(scalar)
  if (types.includes('array')) return arrays && itemsOf(target).every(scalar)
  return branches(target).every((branch) => travelsAsText(branch, $defs, { arrays, objects }))
}

/** A style has to be one of the place that the parameter stands in. */
function checkStyles(
  document: ContractDocument,
  { at, operation }: { at: string; operation: HttpOperation },
  found: Finder,
): void {
  for (const [name, { style }] of Object.entries(operation.styles ?? {})) {
    const [part = '', ...rest] = name.split('/')
    const place = `${at}/styles/${escapePointer(name)}`
    const error = (message: string, hint: string): void => found.error('INVALID_PARAMETER', place, message, hint)
    const schema = isPart(part) ? slotSchema(document, operation.request[part]) : undefined
    const names = schema === undefined ? [] : propertyNames(schema, document.$defs)
    if (!isPart(part) || !names.includes(rest.join('/'))) {
      error(`the style of "${name}" is of no parameter`, 'name one as query/filter, params/id or headers/x-tags')
    } else if (style !== undefined && !Object.hasOwn(STYLES[part], style)) {
      error(`${part} cannot be written in the style "${style}"`, `take ${Object.keys(STYLES[part]).join(', ')}`)
    }
  }
}

function isPart(part: string): part is Part {
  return Object.hasOwn(STYLES, part)
}

function propertiesOf({ properties }: JsonSchemaObject): Readonly<Record<string, JsonSchema>> {
  return isRecord(properties) ? (properties as Record<string, JsonSchema>) : {}
}

function itemsOf(schema: JsonSchemaObject): JsonSchema[] {
  return [schema['items'] ?? [], schema['prefixItems'] ?? []].flat() as JsonSchema[]
}

function branches(schema: JsonSchemaObject): JsonSchema[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => (schema[keyword] ?? []) as JsonSchema[])
}
