import type { JsonSchema, ParameterStyle } from '@tessera/contract.define/document'
import { type Model, type Operation, slotOf } from './model.ts'
import { literal } from './names.ts'
import { entriesCode, literalOf, objectCode } from './object-code.ts'
import { type Defs, listOf, mapOf, refName, resolve, stringsOf, typesOf } from './schema.ts'

/** The operations of an HTTP definition. */
export function operationsCode(model: Model, operations: readonly Operation[]): string {
  return entriesCode(operations.map((operation) => [operation.key, operationCode(model, operation)]))
}

function operationCode(model: Model, operation: Operation): string {
  const { method, path, deadlineMs, idempotent, responses } = operation
  return objectCode({
    method: literal(method),
    path: literal(path),
    deadlineMs: literalOf(deadlineMs),
    idempotent: literal(idempotent),
    security: literalOf(operation.security ?? model.document.security),
    request: requestCode(model, operation),
    responses: entriesCode(
      Object.entries(responses).map(([status, response]) => [status, responseCode(model, response)]),
    ),
  })
}

function requestCode(model: Model, { request, styles = {} }: Operation): string {
  const { body } = request
  const parts = (['params', 'query', 'headers'] as const).map((part) => {
    const at = request[part]
    return [part, at === undefined ? undefined : parametersCode(model, at, stylesOf(part, styles))] as const
  })
  return objectCode({
    ...Object.fromEntries(parts),
    ...(body === undefined ? {} : bodyMembers(model, body)),
  })
}

function responseCode(model: Model, { headers, body, problem }: Operation['responses'][string]): string {
  return objectCode({
    headers: headers === undefined ? undefined : parametersCode(model, headers, {}),
    ...(body === undefined ? {} : bodyMembers(model, body)),
    problem: literalOf(problem),
  })
}

function bodyMembers(model: Model, at: string): Record<string, string | undefined> {
  const { mediaType, maxBytes, optional } = slotOf(model, at)
  const said = mediaType === 'application/json' || mediaType === 'application/problem+json' ? undefined : mediaType
  return {
    body: model.checkName(at),
    mediaType: literalOf(said),
    maxBytes: literalOf(maxBytes),
    optional: literalOf(optional),
  }
}

/** Of `query/filter` and its like, those of one part, by parameter. */
function stylesOf(
  part: string,
  styles: Readonly<Record<string, ParameterStyle>>,
): Readonly<Record<string, ParameterStyle>> {
  const own = Object.entries(styles).filter(([key]) => key.startsWith(`${part}/`))
  return Object.fromEntries(own.map(([key, style]) => [key.slice(part.length + 1), style]))
}

function parametersCode(model: Model, at: string, styles: Readonly<Record<string, ParameterStyle>>): string {
  const schema = resolve(slotOf(model, at).schema, model.defs)
  const properties = typeof schema === 'object' ? mapOf(schema, 'properties') : {}
  const required = typeof schema === 'object' ? stringsOf(schema, 'required') : []
  const types = Object.entries(properties).map(
    ([key, property]) => [key, literal(parameterType(property, model.defs))] as const,
  )
  return objectCode({
    check: model.checkName(at),
    types: entriesCode(types),
    required: required.length === 0 ? undefined : literal(required),
    styles: Object.keys(styles).length === 0 ? undefined : literal(styles),
  })
}

/** What the text of a parameter is read as. Where it may be several things it stays text, and the check decides. */
function parameterType(schema: JsonSchema, defs: Defs): string {
  const [types, items] = [new Set<string>(), new Set<string>()]
  collectTypes(schema, defs, { types, items })
  if (types.delete('array') && types.size === 0) return `${single(items)}[]`
  return single(types)
}

interface Found {
  readonly types: Set<string>
  readonly items: Set<string>
}

function collectTypes(schema: JsonSchema, defs: Defs, found: Found, seen: ReadonlySet<string> = new Set()): void {
  if (typeof schema === 'boolean') return
  const name = refName(schema)
  if (name !== undefined && !seen.has(name)) collectTypes(defs[name] ?? true, defs, found, new Set([...seen, name]))
  const values = [...(Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : []), schema['const'] ?? []].flat()
  for (const type of typesOf(schema)) found.types.add(type === 'integer' ? 'number' : type)
  if (typesOf(schema).length === 0) for (const value of values) found.types.add(typeof value)
  if (schema['items'] !== undefined) {
    collectTypes(schema['items'] as JsonSchema, defs, { types: found.items, items: new Set() }, seen)
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const branch of listOf(schema, keyword)) collectTypes(branch, defs, found, seen)
  }
}

function single(types: ReadonlySet<string>): string {
  const [type] = [...types].filter((candidate) => candidate !== 'null')
  const only = types.size - (types.has('null') ? 1 : 0) === 1
  return only && (type === 'number' || type === 'boolean') ? type : 'string'
}
