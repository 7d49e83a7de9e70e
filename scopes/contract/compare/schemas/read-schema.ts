import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Document, Place } from './document.ts'
import { stringFormat } from './formats.ts'
import { isSchema } from './keywords.ts'
import type { Node, Part, PartBody, Type } from './node.ts'
import type { Nodes } from './nodes.ts'
import { readArray } from './read-array.ts'
import { readObject } from './read-object.ts'
import { fromNumber } from './rational.ts'
import { unevaluatedParts } from './unevaluated.ts'
import { keyOf } from './values.ts'

/** Turns the schemas of one document into nodes. */
export interface Reader {
  readonly nodes: Nodes
  readonly document: Document
  read(place: Place): Node
  /** A schema directly inside another. */
  inside(schema: JsonSchema, outer: Place): Node
}

export function createReader(document: Document, nodes: Nodes): Reader {
  const known = new Map<JsonSchemaObject, Node>()
  const open = new Set<JsonSchemaObject>()
  const reader: Reader = {
    nodes,
    document,
    read: (place) => {
      const { schema } = place
      if (typeof schema === 'boolean') return schema ? nodes.anything : nodes.nothing
      const read = known.get(schema)
      if (read !== undefined) return read
      if (open.has(schema)) return nodes.of(recursion(place, () => known.get(schema) ?? nodes.nothing, document))
      open.add(schema)
      const node = nodes.node(partsOf({ schema, resource: place.resource }, reader))
      open.delete(schema)
      known.set(schema, node)
      return node
    },
    inside: (schema, outer) => reader.read({ schema, resource: document.enter(schema, outer.resource) }),
  }
  return reader
}

/** A schema of which the keywords can be read. */
export interface ObjectPlace extends Place {
  readonly schema: JsonSchemaObject
}

function partsOf(place: ObjectPlace, reader: Reader): Part[] {
  const { nodes } = reader
  const bodies: PartBody[] = [
    ...readValues(place.schema),
    ...readNumber(place.schema),
    ...readString(place.schema),
    ...readArray(place, reader),
    ...readObject(place, reader),
    ...readBranches(place, reader),
  ]
  const own = bodies.map((body) => nodes.part(body))
  return [...own, ...readReferences(place, reader), ...readAll(place, reader), ...unevaluatedParts(place, reader)]
}

function readValues(schema: JsonSchemaObject): PartBody[] {
  const { type, enum: values } = schema
  const bodies: PartBody[] = []
  if (type !== undefined) bodies.push(typesBody([type].flat()))
  if (Array.isArray(values)) bodies.push(enumBody(values))
  if (Object.hasOwn(schema, 'const')) bodies.push(enumBody([schema['const']]))
  return bodies
}

function typesBody(names: readonly unknown[]): PartBody {
  const integer = names.includes('integer') && !names.includes('number')
  return { kind: 'types', types: new Set(names.map((name) => (name === 'integer' ? 'number' : name) as Type)), integer }
}

function enumBody(values: readonly unknown[]): PartBody {
  return { kind: 'enum', values: [...new Map(values.map((value) => [keyOf(value), value])).values()] }
}

/** ajv-formats checks one format of numbers beyond being whole. */
const INT32 = { least: fromNumber(-(2 ** 31)), most: fromNumber(2 ** 31 - 1) }

function readNumber(schema: JsonSchemaObject): PartBody[] {
  const bound = (keyword: string, kind: 'minimum' | 'maximum', exclusive: boolean): PartBody[] => {
    const limit = schema[keyword]
    return typeof limit === 'number' ? [{ kind, limit: fromNumber(limit), exclusive }] : []
  }
  const divisor = schema['multipleOf']
  return [
    ...bound('minimum', 'minimum', false),
    ...bound('maximum', 'maximum', false),
    ...bound('exclusiveMinimum', 'minimum', true),
    ...bound('exclusiveMaximum', 'maximum', true),
    ...(typeof divisor === 'number' && divisor > 0
      ? [{ kind: 'multipleOf', divisor: fromNumber(divisor) } as const]
      : []),
    ...readNumberFormat(schema['format']),
  ]
}

function readNumberFormat(format: unknown): PartBody[] {
  if (format !== 'int32' && format !== 'int64') return []
  const whole: PartBody = { kind: 'multipleOf', divisor: fromNumber(1) }
  if (format === 'int64') return [whole]
  return [
    whole,
    { kind: 'minimum', limit: INT32.least, exclusive: false },
    { kind: 'maximum', limit: INT32.most, exclusive: false },
  ]
}

function readString(schema: JsonSchemaObject): PartBody[] {
  const { pattern, format } = schema
  return [
    ...sizes(schema, 'string', ['minLength', 'maxLength']),
    ...(typeof pattern === 'string' ? [{ kind: 'pattern', source: pattern } as const] : []),
    ...(typeof format === 'string' && stringFormat(format) ? [{ kind: 'format', name: format } as const] : []),
  ]
}

/** The parts of `minLength` and `maxLength`, and their like. */
export function sizes(
  schema: JsonSchemaObject,
  of: 'string' | 'array' | 'object',
  [least, most]: readonly [string, string],
): PartBody[] {
  const [min, max] = [schema[least], schema[most]]
  return [
    ...(typeof min === 'number' && min > 0 ? [{ kind: 'least', of, limit: Math.ceil(min) } as const] : []),
    ...(typeof max === 'number' ? [{ kind: 'most', of, limit: Math.floor(max) } as const] : []),
  ]
}

function readBranches(place: ObjectPlace, reader: Reader): PartBody[] {
  const { schema } = place
  const list = (keyword: string): Node[] => listOf(schema, keyword).map((branch) => reader.inside(branch, place))
  const one = (keyword: string): Node | undefined =>
    isSchema(schema[keyword]) ? reader.inside(schema[keyword], place) : undefined
  const { anything } = reader.nodes
  const [any, exclusive, not, test] = [list('anyOf'), list('oneOf'), one('not'), one('if')]
  const [then, otherwise] = [one('then') ?? anything, one('else') ?? anything]
  return [
    ...(any.length > 0 ? [{ kind: 'any', nodes: any } as const] : []),
    ...(exclusive.length > 0 ? [{ kind: 'one', nodes: exclusive } as const] : []),
    ...(not === undefined ? [] : [{ kind: 'not', node: not } as const]),
    ...(test === undefined || (then === anything && otherwise === anything)
      ? []
      : [{ kind: 'if', test, yes: then, no: otherwise } as const]),
  ]
}

function readAll(place: ObjectPlace, reader: Reader): readonly Part[] {
  return listOf(place.schema, 'allOf').flatMap((branch) => reader.inside(branch, place).parts)
}

/** The schemas under `allOf` and its like; none where the keyword is absent. */
export function listOf(schema: JsonSchemaObject, keyword: string): readonly JsonSchema[] {
  const list = schema[keyword]
  return Array.isArray(list) ? list.filter(isSchema) : []
}

function readReferences(place: ObjectPlace, reader: Reader): readonly Part[] {
  return referencesOf(place, reader.document).flatMap(({ keyword, ref, target }) =>
    target === undefined ? [reader.nodes.part({ kind: 'opaque', keyword, key: ref })] : reader.read(target).parts,
  )
}

interface Reference {
  readonly keyword: string
  readonly ref: string
  readonly target: Place | undefined
}

/** Where `$ref` and its dynamic kin lead from here. */
export function referencesOf({ schema, resource }: ObjectPlace, document: Document): Reference[] {
  const { $ref: plain, $dynamicRef: dynamic, $recursiveRef: recursive } = schema
  const found: Reference[] = []
  if (typeof plain === 'string') found.push({ keyword: '$ref', ref: plain, target: document.resolve(plain, resource) })
  if (typeof dynamic === 'string') {
    found.push({ keyword: '$dynamicRef', ref: dynamic, target: document.resolveDynamic(dynamic, resource) })
  }
  if (typeof recursive === 'string') {
    found.push({ keyword: '$recursiveRef', ref: recursive, target: document.resolve(recursive, resource) })
  }
  return found
}

/** Recursive schemas that say the same in the same words are the same, in both documents. */
function recursion(place: Place, target: () => Node, document: Document): PartBody {
  return { kind: 'ref', key: closureKey(place, document), target }
}

function closureKey(place: Place, document: Document): string {
  const texts = new Map<JsonSchema, string>()
  const visit = (at: Place): void => {
    if (texts.has(at.schema)) return
    texts.set(at.schema, keyOf(at.schema))
    for (const { ref, resource } of referencesIn(at, document)) {
      const target = document.resolve(ref, resource)
      if (target !== undefined) visit(target)
    }
  }
  visit(place)
  return [...texts.values()].join('\n')
}

function referencesIn(place: Place, document: Document): { ref: string; resource: Place['resource'] }[] {
  const found: { ref: string; resource: Place['resource'] }[] = []
  const visit = (value: unknown, resource: Place['resource']): void => {
    if (typeof value !== 'object' || value === null) return
    const here = isRecord(value) ? document.enter(value, resource) : resource
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== 'string') visit(inner, here)
      else if (['$ref', '$dynamicRef', '$recursiveRef'].includes(key)) found.push({ ref: inner, resource: here })
    }
  }
  visit(place.schema, place.resource)
  return found
}
