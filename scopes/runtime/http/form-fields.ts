import {
  type FieldType,
  type HttpBodyDefinition,
  isFile,
  type Issue,
  isObject,
  join,
  type ParameterType,
  report,
} from '@tessera/runtime.core'
import { parseJsonText } from './json-body.ts'
import { fromItems } from './parameter-text.ts'

type Fields = NonNullable<HttpBodyDefinition['fields']>

/** One field as it travels; one of several items has the name of all. */
export interface FormField {
  readonly name: string
  readonly value: string | Blob
  /** Of a part; text where nothing is said. */
  readonly mediaType?: string
}

/** The fields of an object, arrays as one field for each item. What has no form as one is reported. */
export function toFields(value: unknown, fields: Fields, issues: Issue[]): FormField[] {
  if (!isObject(value)) {
    report(issues, '', 'type', 'must be an object')
    return []
  }
  return Object.entries(value).flatMap(([name, given]) => {
    if (given === undefined) return []
    const type = fieldType(fields, name)
    const items = type.endsWith('[]') && Array.isArray(given) ? given : [given]
    return items.map((item) => toField({ name, type }, item, issues))
  })
}

interface Named {
  readonly name: string
  readonly type: FieldType
}

function toField({ name, type }: Named, item: unknown, issues: Issue[]): FormField {
  if (isFile(item)) return { name, value: item, mediaType: item.type || 'application/octet-stream' }
  if (type.startsWith('file') && (typeof item === 'string' || item instanceof Uint8Array)) {
    return { name, value: new Blob([item as Uint8Array<ArrayBuffer>]), mediaType: 'application/octet-stream' }
  }
  if (type.startsWith('json') || isObject(item) || Array.isArray(item)) {
    return { name, value: JSON.stringify(item) ?? '', mediaType: 'application/json' }
  }
  if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') {
    return { name, value: String(item) }
  }
  report(issues, join('', name), 'type', 'has no form as a field')
  return { name, value: '' }
}

/** Reads fields as what the contract says they are. Text that is none of it stays text: the check will say so. */
export function fromFields(
  entries: Iterable<readonly [name: string, value: string | File]>,
  { fields = {}, required = [] }: Pick<HttpBodyDefinition, 'fields' | 'required'>,
): Record<string, unknown> {
  const given = new Map<string, (string | File)[]>()
  for (const [name, value] of entries) {
    const items = given.get(name)
    if (items === undefined) given.set(name, [value])
    else items.push(value)
  }
  const value: Record<string, unknown> = {}
  for (const [name, items] of given) if (name !== '__proto__') value[name] = fromField(items, fieldType(fields, name))
  for (const name of required) if (!given.has(name) && fieldType(fields, name).endsWith('[]')) value[name] = []
  return value
}

function fromField(items: readonly (string | File)[], type: FieldType): unknown {
  const one = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : values)
  if (type.startsWith('file')) return type === 'file' ? one(items.map(asFile)) : items.map(asFile)
  if (!items.every((item) => typeof item === 'string')) return type.endsWith('[]') ? items : one(items)
  switch (type) {
    case 'json[]':
      return items.map(fromJson)
    case 'json':
      return one(items.map(fromJson))
    default:
      return fromItems(items, type as ParameterType)
  }
}

/** A part without the name of a file is a text to a parser of forms. */
function asFile(value: string | File): File {
  return typeof value === 'string' ? new File([value], 'blob') : value
}

function fromJson(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch {
    return text
  }
}

function fieldType(fields: Fields, name: string): FieldType {
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? 'string'
}
