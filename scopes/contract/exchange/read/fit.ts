import type {
  ContractDocument,
  HttpOperation,
  JsonSchema,
  JsonSchemaObject,
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

/** Slots as contracts take them: parameters that travel as text, texts that are text, forms that have fields. */
export function fitSlots(
  slots: readonly Slot[],
  operations: Readonly<Record<string, HttpOperation>>,
  how: Fitting,
): readonly Slot[] {
  const parts = new Map(
    Object.values(operations).flatMap(({ request, styles = {} }) =>
      (['params', 'query', 'headers'] as const).flatMap((part) => {
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
  readonly part: 'params' | 'query' | 'headers'
  readonly styles: NonNullable<HttpOperation['styles']>
}

function fitFields({ at, schema }: Slot, { part, styles }: Placed, how: Fitting): JsonSchema {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return schema
  const lists = part === 'query'
  const properties = Object.entries(schema['properties']).map(([name, field]) => {
    const style = styles[`${part}/${name}`]?.style
    if (isText(field as JsonSchema, how.$defs, lists || isPathStyle(style))) return [name, field]
    if ((style === 'deepObject' || isPathStyle(style)) && isFlat(field as JsonSchema, how.$defs)) return [name, field]
    const message = `${at}: "${name}" is no text, number or boolean${lists ? ', nor a list of them' : ''}`
    how.notes.lost('PARAMETER_AS_TEXT', placeOf(at, how.root), message, 'it is a text that nothing checks inside')
    return [name, textInstead(field as JsonSchema)]
  })
  return { ...schema, properties: Object.fromEntries(properties) as unknown }
}

function isPathStyle(style: string | undefined): boolean {
  return style === 'label' || style === 'matrix'
}

/** An object of texts, numbers and booleans: what some styles can say. */
function isFlat(schema: JsonSchema, $defs: Fitting['$defs'], depth = 20): boolean {
  if (!isRecord(schema) || depth === 0) return false
  const { $ref, properties } = schema
  if (typeof $ref === 'string') return isFlat($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
  if (!isRecord(properties) || [schema['type']].flat().includes('array')) return false
  return Object.values(properties).every((one) => isText(one as JsonSchema, $defs, false))
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
