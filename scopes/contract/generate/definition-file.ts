import { type JsonSchema, wireHash } from '@tessera/contract.define/document'
import { checkName } from './checks-file.ts'
import { type Model, type Operation, slotOf } from './model.ts'
import { literal } from './names.ts'
import { type Defs, listOf, mapOf, refName, resolve, stringsOf, typesOf } from './schema.ts'

/** `definition.ts`: what a stub knows of its contract at run time. */
export function definitionFile(model: Model): string {
  const { id, line } = model.document
  const checks = [...new Set(model.operations.flatMap(slotNames))].map(checkName)
  const imported = checks.length === 0 ? '' : `import { ${checks.join(', ')} } from './checks.ts'\n`
  const operations = model.operations.map(
    (operation) => `${literal(operation.key)}: ${operationCode(model, operation)},\n`,
  )
  return `import type { HttpDefinition } from '@tessera/runtime.core'
${imported}
/** What travels under this contract, and how it is checked. */
export const definition: HttpDefinition = {
  contract: ${literal(id)},
  line: ${line},
  hash: ${literal(wireHash(model.document))},
  operations: {
    ${operations.join('')}
  },
}
`
}

function slotNames({ request, responses }: Operation): string[] {
  return [...Object.values(request), ...Object.values(responses).flatMap(({ body }) => body ?? [])]
}

function operationCode(model: Model, operation: Operation): string {
  const { method, path, deadlineMs, idempotent, request } = operation
  const parameters = (['params', 'query', 'headers'] as const).flatMap((part) => {
    const at = request[part]
    return at === undefined ? [] : [`${part}: ${parametersCode(model, at)},\n`]
  })
  const body = request.body === undefined ? '' : `body: ${checkName(request.body)},\n`
  return `{
    method: ${literal(method)},
    path: ${literal(path)},
    ${deadlineMs === undefined ? '' : `deadlineMs: ${deadlineMs},\n`}idempotent: ${literal(idempotent)},
    request: {${parameters.join('')}${body}},
    responses: {${responsesCode(operation)}},
  }`
}

function responsesCode({ responses }: Operation): string {
  return Object.entries(responses)
    .map(([status, { body, problem }]) => {
      const members = [
        ...(body === undefined ? [] : [`body: ${checkName(body)}`]),
        ...(problem ? ['problem: true'] : []),
      ]
      return `${status}: {${members.join(', ')}},\n`
    })
    .join('')
}

function parametersCode(model: Model, at: string): string {
  const schema = resolve(slotOf(model, at).schema, model.defs)
  const properties = typeof schema === 'object' ? mapOf(schema, 'properties') : {}
  const required = typeof schema === 'object' ? stringsOf(schema, 'required') : []
  const types = Object.entries(properties).map(
    ([key, property]) => `${literal(key)}: ${literal(parameterType(property, model.defs))}`,
  )
  const names = required.length === 0 ? '' : `, required: ${literal(required)}`
  return `{ check: ${checkName(at)}, types: { ${types.join(', ')} }${names} }`
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
