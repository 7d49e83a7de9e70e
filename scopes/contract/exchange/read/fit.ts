import type {
  ContractDocument,
  HttpOperation,
  JsonSchema,
  JsonSchemaObject,
  ParameterStyle,
  Slot,
} from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Notes } from './notes.ts'
import type { Place } from './place.ts'
import { pointerTo } from './source.ts'

interface Fitting {
  readonly notes: Notes
  readonly root: Place
  readonly $defs: ContractDocument['$defs']
}

type Operations = Readonly<Record<string, HttpOperation>>
type Part = 'params' | 'query' | 'headers'
const PARTS: readonly Part[] = ['params', 'query', 'headers']

/** How OpenAPI writes what says nothing of it. */
const USUAL = { params: 'simple', query: 'form', headers: 'simple' } as const

/** Lists and objects in parameters are said to be written the way that OpenAPI takes for granted. */
export function nameStyles(
  operations: Operations,
  slots: readonly Slot[],
  { $defs }: Pick<Fitting, '$defs'>,
): Operations {
  const schemas = new Map(slots.map(({ at, schema }) => [at, schema]))
  const named = (operation: HttpOperation): HttpOperation => {
    const fields = PARTS.flatMap((part) =>
      Object.entries(fieldsOf(schemas.get(operation.request[part] ?? ''))).map(([name, field]) => ({
        part,
        name,
        field,
      })),
    )
    const silent = fields.filter(
      ({ part, name, field }) =>
        operation.styles?.[`${part}/${name}`] === undefined &&
        !isText(field, $defs, part === 'query') &&
        (isText(field, $defs, true) || isFlat(field, $defs)),
    )
    if (silent.length === 0) return operation
    const usual = silent.map(({ part, name }) => [`${part}/${name}`, { style: USUAL[part] }] as const)
    return { ...operation, styles: { ...operation.styles, ...Object.fromEntries(usual) } }
  }
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, named(operation)]))
}

function fieldsOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  return isRecord(schema) && isRecord(schema['properties']) ? (schema['properties'] as Record<string, JsonSchema>) : {}
}

/** Slots as contracts take them: parameters that travel as text, texts that are text, forms that have fields. */
export function fitSlots(slots: readonly Slot[], operations: Operations, how: Fitting): readonly Slot[] {
  const parts = new Map(
    Object.values(operations).flatMap(({ request, styles = {} }) =>
      PARTS.flatMap((part) => {
        const at = request[part]
        return at === undefined ? [] : [[at, { part, styles }] as const]
      }),
    ),
  )
  return slots.map((slot) => {
    const place = parts.get(slot.at)
    return place === undefined ? fitMediaType(slot, how) : { ...slot, schema: fitFields(slot, place, how) }
  })
}

interface Placed {
  readonly part: Part
  readonly styles: NonNullable<HttpOperation['styles']>
}

function fitFields({ at, schema }: Slot, { part, styles }: Placed, how: Fitting): JsonSchema {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return schema
  const fields = fieldsOf(schema)
  const styleOf = (name: string): ParameterStyle | undefined => styles[`${part}/${name}`]
  const keysOf = ([name, field]: readonly [string, JsonSchema]): readonly string[] =>
    isSpread(part, styleOf(name)) ? Object.keys(propertiesOf(field, how.$defs)) : []
  const written = Object.entries(fields).flatMap((one) => (keysOf(one).length === 0 ? [one[0]] : keysOf(one)))
  const properties = Object.entries(fields).map(([name, field]) => {
    const { lists, objects } = takes(part, styleOf(name))
    const twice = keysOf([name, field]).find((key) => written.indexOf(key) !== written.lastIndexOf(key))
    if (isText(field, how.$defs, lists) || (objects && twice === undefined && isFlat(field, how.$defs))) {
      return [name, field]
    }
    const kinds = `is no text, number or boolean${lists ? ', nor a list of them' : ''}`
    const message = `${at}: "${name}" ${twice === undefined ? kinds : `has "${twice}", which another parameter has`}`
    how.notes.lost('PARAMETER_AS_TEXT', placeOf(at, how.root), message, 'it is a text that nothing checks inside')
    return [name, textInstead(field)]
  })
  return { ...schema, properties: Object.fromEntries(properties) as unknown }
}

/** What a style can say besides texts. */
function takes(part: Part, own: ParameterStyle | undefined): { readonly lists: boolean; readonly objects: boolean } {
  if (own === undefined) return { lists: part === 'query', objects: false }
  const { style = USUAL[part] } = own
  const isDelimited = style === 'spaceDelimited' || style === 'pipeDelimited'
  return { lists: style !== 'deepObject', objects: !isDelimited }
}

/** Whether the properties of an object stand beside the other parameters. */
function isSpread(part: Part, { style = 'form', explode = true }: ParameterStyle = {}): boolean {
  return part === 'query' && style === 'form' && explode
}

/** An object of texts, numbers and booleans: what some styles can say. */
function isFlat(schema: JsonSchema, $defs: Fitting['$defs']): boolean {
  const properties = Object.values(propertiesOf(schema, $defs))
  return properties.length > 0 && properties.every((one) => isText(one, $defs, false))
}

/** Of an object and nothing else. */
function propertiesOf(schema: JsonSchema, $defs: Fitting['$defs'], depth = 20): Readonly<Record<string, JsonSchema>> {
  if (!isRecord(schema) || depth === 0) return {}
  const { $ref } = schema
  if (typeof $ref === 'string') return propertiesOf($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
  return [schema['type']].flat().includes('array') ? {} : fieldsOf(schema)
}

function textInstead(field: JsonSchema): JsonSchemaObject {
  const { description } = (isRecord(field) ? field : {}) as { readonly description?: string }
  return { type: 'string', ...(description === undefined ? {} : { description }) }
}

/** Whether a value can stand in a path, query or header. */
function isText(schema: JsonSchema, $defs: Fitting['$defs'], lists: boolean, depth = 20): boolean {
  if (!isRecord(schema) || depth === 0) return true
  const { $ref } = schema
  if (typeof $ref === 'string' && !isText($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, lists, depth - 1))
    return false
  const types = [schema['type'] ?? []].flat()
  if (types.includes('object')) return false
  if (types.includes('array')) {
    return lists && itemsOf(schema).every((item) => isText(item, $defs, false, depth - 1))
  }
  return ['anyOf', 'oneOf', 'allOf'].every((word) =>
    ((schema[word] ?? []) as readonly JsonSchema[]).every((branch) => isText(branch, $defs, lists, depth - 1)),
  )
}

function itemsOf(schema: JsonSchemaObject): readonly JsonSchema[] {
  const { items = [], prefixItems = [] } = schema as Readonly<Record<string, JsonSchema | readonly JsonSchema[]>>
  return [items, prefixItems].flat() as readonly JsonSchema[]
}

function fitMediaType(slot: Slot, how: Fitting): Slot {
  const { mediaType = '', at } = slot
  const wanted = mediaType.startsWith('text/') ? 'string' : isForm(mediaType) ? 'object' : undefined
  if (wanted === undefined || typesOf(slot.schema, how.$defs).includes(wanted)) return slot
  const message = `${at} travels as ${mediaType}, whose schema is no ${wanted}`
  const instead = wanted === 'string' ? 'it is a text' : 'it has any fields'
  how.notes.lost('MEDIA_TYPE_SCHEMA', placeOf(at, how.root), message, instead)
  const schema = wanted === 'string' ? { type: 'string' } : { type: 'object', additionalProperties: {} }
  return { ...slot, schema }
}

function isForm(mediaType: string): boolean {
  return mediaType === 'application/x-www-form-urlencoded' || mediaType.startsWith('multipart/')
}

/** Every type that it may be; all where it does not say. */
function typesOf(schema: JsonSchema, $defs: Fitting['$defs'], depth = 20): readonly unknown[] {
  const all = ['string', 'object']
  if (!isRecord(schema) || depth === 0) return all
  const { $ref, type } = schema
  if (typeof $ref === 'string') return typesOf($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
  return type === undefined ? all : [type].flat()
}

function placeOf(at: string, root: Place): Place {
  return { file: root.file, pointer: pointerTo('', at.split('/')[0] ?? ''), value: undefined }
}
