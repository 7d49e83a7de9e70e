import type { JsonSchema, JsonSchemaObject, ParameterStyle } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { present } from '../read/head.ts'
import { items, member, members, type Place, text } from '../read/place.ts'
import { type Found, parameterName } from './operations.ts'
import type { Reading } from './reading.ts'

type Part = 'params' | 'query' | 'headers'

interface Parameter {
  readonly part: Part
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
  readonly style: ParameterStyle
}

/** The parts of a request that are no body. */
export interface Parameters {
  readonly fields: readonly { readonly part: Part; readonly schema: JsonSchema }[]
  readonly styles: Readonly<Record<string, ParameterStyle>>
}

/** Parameters of an operation and of the path item around it, by part. */
export function readParameters(found: Found, reading: Reading): Parameters {
  const all = [...declared(found, reading), ...undeclared(found, reading)]
  const parts = (['params', 'query', 'headers'] as const).flatMap((part) => {
    const said = member(member(found.place, 'x-tessera-operation'), part)
    if (said.value !== undefined) return [{ part, schema: reading.book.schema(said) }]
    const mine = all.filter((parameter) => parameter.part === part)
    return mine.length === 0 ? [] : [{ part, schema: objectOf(mine) }]
  })
  const said = member(member(found.place, 'x-tessera-operation'), 'styles').value
  if (reading.own) return { fields: parts, styles: (said ?? {}) as Parameters['styles'] }
  const styled = all.filter(({ style }) => Object.keys(style).length > 0)
  return {
    fields: parts,
    styles: Object.fromEntries(styled.map(({ part, name, style }) => [`${part}/${name}`, style])),
  }
}

/** Header objects of a response are parameters without a name and a place. */
export function headerFields(headers: readonly (readonly [string, Place])[], reading: Reading): JsonSchema {
  const fields = headers.map(([key, place]) => {
    const header = reading.library.follow(place)
    const required = member(header, 'required').value === true
    return { name: key.toLowerCase(), required, schema: schemaOf(header, reading) }
  })
  return objectOf(fields)
}

function objectOf(fields: readonly Pick<Parameter, 'name' | 'required' | 'schema'>[]): JsonSchemaObject {
  const required = fields.filter((field) => field.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
  }
}

const PARTS: Readonly<Record<string, Part>> = { path: 'params', query: 'query', header: 'headers' }
/** OpenAPI itself says that these are described elsewhere. */
const ELSEWHERE = ['accept', 'content-type', 'authorization']

function declared({ place, item, path }: Found, reading: Reading): readonly Parameter[] {
  const { library, notes } = reading
  const byKey = new Map<string, Place>()
  for (const one of [...items(member(item, 'parameters')), ...items(member(place, 'parameters'))]) {
    const parameter = library.follow(one)
    byKey.set(`${text(parameter, 'in')} ${text(parameter, 'name')}`, parameter)
  }
  return [...byKey.values()].flatMap((parameter) => {
    const [name, where] = [text(parameter, 'name'), text(parameter, 'in') ?? '']
    const part = PARTS[where]
    if (name === undefined || part === undefined) {
      const message = where === 'cookie' ? 'a contract has no cookies' : `a parameter of "${where}" is none`
      notes.lost('PARAMETER_DROPPED', parameter, `${name ?? 'it'}: ${message}`, 'it is left out')
      return []
    }
    if (part === 'headers' && ELSEWHERE.includes(name.toLowerCase())) {
      const message = `${name} is said by media types and security`
      notes.changed('PARAMETER_DROPPED', parameter, message, 'it is left out')
      return []
    }
    if (part === 'headers' && !isHeaderName(name)) {
      notes.lost('PARAMETER_DROPPED', parameter, `"${name}" is no name of a header`, 'it is left out')
      return []
    }
    if (part === 'params' && !path.includes(`{${parameterName(name)}}`)) {
      notes.lost('PARAMETER_DROPPED', parameter, `"${name}" is not in the path ${path}`, 'it is left out')
      return []
    }
    return [parameterOf(parameter, { part, name }, reading)]
  })
}

function isHeaderName(name: string): boolean {
  return /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)
}

function parameterOf(place: Place, { part, name }: { part: Part; name: string }, reading: Reading): Parameter {
  const schema = schemaOf(place, reading)
  const key = part === 'params' ? parameterName(name) : part === 'headers' ? name.toLowerCase() : name
  const required = part === 'params' || member(place, 'required').value === true
  const style = styleOf(place, part)
  return { part, name: key, required, schema: part === 'params' ? withoutDefault(schema) : schema, style }
}

/** The path always says it. */
function withoutDefault(schema: JsonSchema): JsonSchema {
  if (!isRecord(schema) || !('default' in schema)) return schema
  const { default: _, ...rest } = schema
  return rest
}

function schemaOf(place: Place, { book, notes, library }: Reading): JsonSchema {
  const remarks = present({
    description: text(place, 'description'),
    deprecated: member(place, 'deprecated').value === true ? true : undefined,
    examples: examplesOf(place, library.follow),
  })
  const [content] = members(member(place, 'content'))
  if (content !== undefined) {
    const message = `its value is ${content[0]} inside a text`
    notes.lost('PARAMETER_AS_TEXT', content[1], message, 'it is a text that nothing checks inside')
    return { type: 'string', ...remarks }
  }
  const said = member(place, 'schema')
  const schema = said.value === undefined ? { type: 'string' } : book.schema(said)
  return isRecord(schema) ? { ...remarks, ...schema, ...remarks } : schema
}

function examplesOf(place: Place, follow: (place: Place) => Place): readonly unknown[] | undefined {
  const example = member(place, 'example')
  if (example.value !== undefined) return [example.value]
  const examples = members(member(place, 'examples')).map(([, one]) => member(follow(one), 'value').value)
  return examples.length === 0 ? undefined : examples
}

/** Only what differs from OpenAPI's defaults. */
function styleOf(place: Place, part: Part): ParameterStyle {
  const usual = part === 'query' ? 'form' : 'simple'
  const style = text(place, 'style') as ParameterStyle['style'] | undefined
  const explode = member(place, 'explode').value
  const usualExplode = (style ?? usual) === 'form'
  return {
    ...(style === undefined || style === usual ? {} : { style }),
    ...(typeof explode === 'boolean' && explode !== usualExplode ? { explode } : {}),
  }
}

/** Parameters of the path that nobody declared are texts. */
function undeclared(found: Found, reading: Reading): readonly Parameter[] {
  const said = [...items(member(found.item, 'parameters')), ...items(member(found.place, 'parameters'))]
    .map((place) => reading.library.follow(place))
    .filter((place) => text(place, 'in') === 'path')
    .map((place) => parameterName(text(place, 'name') ?? ''))
  return [...found.path.matchAll(/\{([^}]*)\}/g)].flatMap(([, name = '']) => {
    if (said.includes(name)) return []
    reading.notes.changed('PARAMETER_ASSUMED', found.place, `{${name}} is in the path but not declared`, 'it is a text')
    return [{ part: 'params' as const, name, required: true, schema: { type: 'string' }, style: {} }]
  })
}
