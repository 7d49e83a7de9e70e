import type { JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { isSchema } from './keywords.ts'
import type { Node, PartBody, PropertiesBody } from './node.ts'
import { type ObjectPlace, type Reader, sizes } from './read-schema.ts'

/** What a schema says of objects; `dependencies` of draft 7 is read too. */
export function readObject(place: ObjectPlace, reader: Reader): PartBody[] {
  const { schema } = place
  const { required, propertyNames } = schema
  return [
    ...sizes(schema, 'object', ['minProperties', 'maxProperties']),
    ...requiredParts(Array.isArray(required) ? required : []),
    ...readProperties(place, reader),
    ...(isSchema(propertyNames) ? [{ kind: 'names', node: reader.inside(propertyNames, place) } as const] : []),
    ...['dependentRequired', 'dependentSchemas', 'dependencies'].flatMap((keyword) =>
      mapOf(schema, keyword).map(([name, value]) => readDependent(name, value, { place, reader })),
    ),
  ]
}

function requiredParts(names: readonly unknown[]): PartBody[] {
  return names.filter((name) => typeof name === 'string').map((name) => ({ kind: 'required', name }))
}

function readProperties(place: ObjectPlace, reader: Reader): PartBody[] {
  const { schema } = place
  const additional = schema['additionalProperties']
  const rest = isSchema(additional) ? reader.inside(additional, place) : reader.nodes.anything
  const inner = (keyword: string): [string, Node][] =>
    mapOf(schema, keyword).flatMap(([key, value]) => (isSchema(value) ? [[key, reader.inside(value, place)]] : []))
  const body: PropertiesBody = {
    kind: 'properties',
    names: new Map(inner('properties')),
    patterns: inner('patternProperties'),
    rest,
    closing: closingOf(schema),
  }
  const silent = body.names.size === 0 && body.patterns.length === 0 && rest === reader.nodes.anything
  return silent && body.closing === 'silent' ? [] : [body]
}

function closingOf(schema: JsonSchemaObject): PropertiesBody['closing'] {
  const additional = schema['additionalProperties'] ?? schema['unevaluatedProperties']
  if (additional === undefined) return isRecord(schema['properties']) ? 'closes' : 'silent'
  return additional === false ? 'silent' : 'opens'
}

function readDependent(name: string, value: unknown, { place, reader }: DependentContext): PartBody {
  const { nodes } = reader
  if (isSchema(value)) return { kind: 'dependent', name, node: reader.inside(value, place) }
  const parts = requiredParts([value].flat()).map((body) => nodes.part(body))
  return { kind: 'dependent', name, node: nodes.node(parts) }
}

interface DependentContext {
  readonly place: ObjectPlace
  readonly reader: Reader
}

/** The entries of `properties` and its like; none where the keyword is absent. */
export function mapOf(schema: JsonSchemaObject, keyword: string): [string, unknown][] {
  return isRecord(schema[keyword]) ? Object.entries(schema[keyword]) : []
}
