import type { ContractDocument, HttpOperation, JsonSchema, ParameterStyle } from '@tessera/contract.define/document'
import { TesseraError } from '@tessera/core.model'
import { escapePart, mapOf, resolve, typesOf } from './schema.ts'

/**
 * Refuses what a contract may say and generated HTTP code cannot write: it would go wrong silently otherwise.
 * @throws TesseraError `UNSUPPORTED_WIRE_FORM` with the JSON pointer of the style or media type
 */
export function assertWireForms(document: ContractDocument): void {
  for (const [name, operation] of Object.entries(document.operations ?? {})) {
    assertParameters(document, { name, operation })
    assertBodies(document, operation)
  }
}

interface Named {
  readonly name: string
  readonly operation: HttpOperation
}

function assertParameters(document: ContractDocument, { name, operation }: Named): void {
  for (const [key, style] of Object.entries(operation.styles ?? {})) {
    const part = key.slice(0, key.indexOf('/'))
    const types = parameterTypes(document, operation, key)
    const better = carried(part, style, types)
    if (better === undefined) continue
    const { style: kind = 'form', explode } = style
    const written = explode === undefined ? kind : `${kind} with explode: ${explode}`
    throw refusal(document, {
      pointer: `/operations/${escapePart(name)}/styles/${escapePart(key)}`,
      what: `"${key}" of ${name} is written as ${written}`,
      hint: better,
    })
  }
}

/** What to write instead, or undefined where generated code writes it as it is. */
function carried(part: string, { style, explode }: ParameterStyle, types: readonly string[]): string | undefined {
  const isScalar = types.length > 0 && !types.includes('array') && !types.includes('object')
  if (part !== 'query') {
    if (style === 'label' || style === 'matrix') return 'simple is carried in a path'
    // Only an object differs between both.
    return types.includes('object') ? 'send an object in the body' : undefined
  }
  if (style === 'deepObject' || types.includes('object')) return 'send an object in the body'
  if (style === 'spaceDelimited' || style === 'pipeDelimited') {
    return explode === true && !isScalar ? `${style} is carried with explode: false` : undefined
  }
  return undefined
}

function parameterTypes({ slots, $defs }: ContractDocument, { request }: HttpOperation, key: string): string[] {
  const [part, ...rest] = key.split('/') as ['params' | 'query' | 'headers', ...string[]]
  const all = resolve(slots.find(({ at }) => at === request[part])?.schema ?? true, $defs)
  if (typeof all === 'boolean') return []
  const parameter: JsonSchema = resolve(mapOf(all, 'properties')[rest.join('/')] ?? true, $defs)
  return typeof parameter === 'boolean' ? [] : [...typesOf(parameter)]
}

/** Bodies travel as JSON or as text. */
function assertBodies(document: ContractDocument, { request, responses }: HttpOperation): void {
  for (const at of [request.body, ...Object.values(responses).map(({ body }) => body)]) {
    const index = document.slots.findIndex((slot) => slot.at === at)
    const { mediaType, schema } = document.slots[index] ?? {}
    if (mediaType === undefined || schema === undefined || isCarried(document, mediaType, schema)) continue
    throw refusal(document, {
      pointer: `/slots/${index}/mediaType`,
      what: `${at} travels as ${mediaType}`,
      hint: 'use JSON, or text with a string: fetch anything else by a URL that the message names',
    })
  }
}

/** As the runtime compares them: without parameters. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/
/** Texts by their nature, whatever stands before the slash. */
const TEXT_TYPE =
  /^(?:text\/[\w.+-]+|application\/(?:[\w.-]+\+)?(?:xml|yaml|x-ndjson|jsonl|csv|sql|graphql|javascript))$/

function isCarried({ $defs }: ContractDocument, mediaType: string, schema: JsonSchema): boolean {
  if (JSON_TYPE.test(mediaType)) return true
  const target = resolve(schema, $defs)
  const isText = typeof target !== 'boolean' && typesOf(target).every((type) => type === 'string')
  return TEXT_TYPE.test(mediaType) && isText
}

interface Refused {
  readonly pointer: string
  readonly what: string
  readonly hint: string
}

function refusal({ id }: ContractDocument, { pointer, what, hint }: Refused): TesseraError {
  return new TesseraError('UNSUPPORTED_WIRE_FORM', `${id}: ${what}, which generated code does not carry`, {
    hint,
    location: { file: 'contract.json', pointer },
  })
}
