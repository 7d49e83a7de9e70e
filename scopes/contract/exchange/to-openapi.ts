import type { ContractDocument, HttpOperation, HttpResponse, JsonSchema, Slot } from '@tessera/contract.define/document'
import { TesseraError } from '@tessera/core.model'
import { REASONS, usefulDescription } from './openapi/operation.ts'
import { isReadBack, type Part, SCHEMAS, writeHeaders, writeParameters } from './openapi/write-parameters.ts'
import { CONTRACT, present } from './read/head.ts'
import { moveRefs } from './schema/move-refs.ts'

/**
 * OpenAPI 3.1 of an HTTP contract. What OpenAPI has no word for stands in `x-tessera-` extensions, which `fromOpenApi`
 * reads back.
 * @throws TesseraError `WRONG_PATTERN`
 * @example await writeFile('orders.json', JSON.stringify(toOpenApi(document)))
 */
export function toOpenApi(contract: ContractDocument): Record<string, unknown> {
  refuseOtherPatterns(contract, 'http', 'OpenAPI')
  const operations = Object.entries(contract.operations ?? {})
  const { id, line, summary, description, securitySchemes, security, $defs } = contract
  return {
    openapi: '3.1.1',
    info: present({ title: id, summary, description, version: String(line) }),
    [CONTRACT]: present({ id, pattern: 'http', line, summary, description }),
    ...present({ security }),
    paths: pathsOf(
      operations.filter(([, { webhook }]) => webhook !== true),
      contract,
    ),
    ...webhooksOf(
      operations.filter(([, { webhook }]) => webhook === true),
      contract,
    ),
    components: {
      schemas: Object.fromEntries(Object.entries($defs).map(([name, schema]) => [name, moveRefs(schema, SCHEMAS)])),
      ...present({ securitySchemes }),
    },
  }
}

/** @throws TesseraError `WRONG_PATTERN` where a format has no words for a contract */
export function refuseOtherPatterns(
  { id, pattern }: ContractDocument,
  wanted: ContractDocument['pattern'],
  format: string,
): void {
  if (pattern === wanted) return
  throw new TesseraError('WRONG_PATTERN', `${format} describes HTTP, but ${id} is a contract of ${pattern}`, {
    hint: pattern === 'schemas' ? 'export it as json-schema' : 'export it as asyncapi',
  })
}

type Operations = readonly (readonly [name: string, operation: HttpOperation])[]

function pathsOf(operations: Operations, contract: ContractDocument): object {
  const paths = new Map<string, object>()
  for (const [name, operation] of operations) {
    const { path, method } = operation
    paths.set(path, { ...paths.get(path), [method.toLowerCase()]: operationOf(name, operation, contract) })
  }
  return Object.fromEntries(paths)
}

function webhooksOf(operations: Operations, contract: ContractDocument): object {
  if (operations.length === 0) return {}
  const webhooks = operations.map(([name, operation]) => [
    name,
    { [operation.method.toLowerCase()]: operationOf(name, operation, contract) },
  ])
  return { webhooks: Object.fromEntries(webhooks) as unknown }
}

function operationOf(name: string, operation: HttpOperation, contract: ContractDocument): object {
  const { summary, description, deprecated, request, responses, security } = operation
  const slot = slotsOf(contract)
  const parts = (['params', 'query', 'headers'] as const).flatMap((part) => {
    const schema = slot(request[part])?.schema
    return schema === undefined ? [] : [[part, schema] as const]
  })
  const parameters = parts.flatMap(([part, schema]) => writeParameters(part, schema, operation, contract.$defs))
  const body = slot(request.body)
  return {
    operationId: name,
    ...present({ summary, description, deprecated: deprecated === undefined ? undefined : true }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: body.optional !== true, content: contentOf(body) } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, responseOf(status, response, contract)]),
    ),
    ...present({ security }),
    ...extensionOf(operation, parts),
  }
}

/** What OpenAPI has no word for. */
function extensionOf(operation: HttpOperation, parts: readonly (readonly [Part, JsonSchema])[]): object {
  const { aliases, deadlineMs, idempotent, method, deprecated, sunset, webhook, path, styles } = operation
  const isUsual = idempotent === ['GET', 'PUT', 'DELETE'].includes(method)
  const verbatim = parts.filter(([part, schema]) => !isReadBack(part, schema))
  const said = {
    ...present({ aliases, deadlineMs, deprecated, sunset, styles }),
    ...(isUsual ? {} : { idempotent }),
    ...(webhook === true ? { path } : {}),
    ...Object.fromEntries(verbatim.map(([part, schema]) => [part, moveRefs(schema, SCHEMAS)])),
  }
  return Object.keys(said).length === 0 ? {} : { 'x-tessera-operation': said }
}

function responseOf(status: string, response: HttpResponse, contract: ContractDocument): object {
  const { description, problem } = response
  const slot = slotsOf(contract)
  const [headers, body] = [slot(response.headers), slot(response.body)]
  const isKept = description === undefined || usefulDescription(description, status) === description
  return {
    description: description ?? REASONS[status] ?? 'Success',
    ...(isKept ? {} : { 'x-tessera-description': description }),
    ...(problem === true ? { 'x-tessera-problem': true } : {}),
    ...(headers === undefined ? {} : { headers: writeHeaders(headers.schema, contract.$defs) }),
    ...(headers === undefined || isReadBack('answer', headers.schema)
      ? {}
      : { 'x-tessera-headers': moveRefs(headers.schema, SCHEMAS) }),
    ...(body === undefined ? {} : { content: contentOf(body) }),
  }
}

function contentOf({ mediaType, maxBytes, schema }: Slot): object {
  return {
    [mediaType ?? 'application/json']: {
      schema: moveRefs(schema, SCHEMAS),
      ...(maxBytes === undefined ? {} : { 'x-tessera-slot': { maxBytes } }),
    },
  }
}

function slotsOf({ slots }: ContractDocument): (at: string | undefined) => Slot | undefined {
  return (at) => (at === undefined ? undefined : slots.find((slot) => slot.at === at))
}
