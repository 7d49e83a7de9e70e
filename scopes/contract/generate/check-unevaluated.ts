import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import { regExp } from './check-scalars.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, bind, block, type Code, localName, reportCode, when } from './code.ts'
import { literal } from './names.ts'
import { listOf, mapOf } from './schema.ts'
import { spokenOf } from './spoken.ts'

/** `unevaluatedProperties`: for what no keyword beside it, here or in a branch that holds, has spoken of. */
export function checkUnevaluatedProperties(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const rest = schema['unevaluatedProperties'] as JsonSchema | undefined
  if (rest === undefined || rest === true) return []
  const [key, value] = [at.names.take('key'), localName(at, 'member')]
  const spoken = spokenOf(schema, at, writer, (part, inside) => ofProperties(part, key, inside))
  const inner = { ...at, value, pointer: `${at.pointer}/\${escapePointer(${key})}`, hint: `${at.hint}Unevaluated` }
  const body = restBody({ rest, keyword: 'unevaluatedProperties', spoken: spoken.code }, inner, writer)
  if (body.length === 0) return []
  writer.core('escapePointer')
  const loop = `for (const ${key} of ${writer.local('present')}(${at.value}))`
  return [...spoken.before, `${loop} ${block(bind(value, `${at.value}[${key}]`, body))}`]
}

/** `unevaluatedItems`: the same for items. */
export function checkUnevaluatedItems(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const rest = schema['unevaluatedItems'] as JsonSchema | undefined
  if (rest === undefined || rest === true) return []
  const [index, value] = [at.names.take('index'), localName(at, 'item')]
  const inner = { ...at, value, pointer: `${at.pointer}/\${${index}}`, hint: `${at.hint}Unevaluated` }
  const spoken = spokenOf(schema, at, writer, (part, inside) => [
    ...ofItems(part, index, inside),
    ...ofContained(part, inner, writer),
  ])
  const body = restBody({ rest, keyword: 'unevaluatedItems', spoken: spoken.code }, inner, writer)
  if (body.length === 0) return []
  const loop = `for (let ${index} = 0; ${index} < ${at.value}.length; ${index}++)`
  return [...spoken.before, `${loop} ${block(bind(value, `${at.value}[${index}]`, body))}`]
}

interface Rest {
  readonly rest: JsonSchema
  readonly keyword: string
  /** Code that holds for the members that something has spoken of. */
  readonly spoken: string
}

function restBody({ rest, keyword, spoken }: Rest, inner: At, writer: ChecksWriter): Code {
  if (spoken === 'true') return []
  const work =
    rest === false ? [reportCode(inner, keyword, 'is not declared by the contract')] : checkBranch(rest, inner, writer)
  return spoken === '' ? work : when(`!(${spoken})`, work)
}

function ofProperties(schema: JsonSchemaObject, key: string, inside: boolean): readonly string[] {
  if (schema['additionalProperties'] !== undefined) return ['true']
  if (inside && schema['unevaluatedProperties'] !== undefined) return ['true']
  const names = Object.keys(mapOf(schema, 'properties')).map((name) => literal(name))
  const patterns = Object.keys(mapOf(schema, 'patternProperties'))
  return [
    ...(names.length === 0 ? [] : [`[${names.join(', ')}].includes(${key})`]),
    ...patterns.map((pattern) => `${regExp(pattern)}.test(${key})`),
  ]
}

function ofItems(schema: JsonSchemaObject, index: string, inside: boolean): readonly string[] {
  if (schema['items'] !== undefined) return ['true']
  if (inside && schema['unevaluatedItems'] !== undefined) return ['true']
  const prefix = listOf(schema, 'prefixItems').length
  return prefix === 0 ? [] : [`${index} < ${prefix}`]
}

/** In 2020-12 `contains` speaks of the items that match it. */
function ofContained(schema: JsonSchemaObject, inner: At, writer: ChecksWriter): readonly string[] {
  const contained = schema['contains'] as JsonSchema | undefined
  if (contained === undefined) return []
  const check = writer.call('check', contained, `${inner.hint}Contained`)
  return [`${writer.local('passes')}(${check}, ${inner.value})`]
}
