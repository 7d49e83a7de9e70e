import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { itemLoop } from './check-array.ts'
import { isDeclared, propertyCode } from './check-object.ts'
import { optionHint } from './check-alternatives.ts'
import { regExp } from './check-scalars.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, localName, when } from './code.ts'
import { filledProperties } from './defaults.ts'
import { literal, pascalCase } from './names.ts'
import { listOf, mapOf, refName } from './schema.ts'

/** Statements that put defaults in where they are absent. The value may be anything: only what fits is filled. */
export function fillStatements(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (typeof schema === 'boolean' || !writer.fills(schema)) return ''
  const name = refName(schema)
  return [
    name === undefined || !writer.fills({ $ref: schema['$ref'] })
      ? ''
      : `${writer.call('fill', { $ref: schema['$ref'] }, at.hint)}(${at.value})\n`,
    fillObject(schema, at, writer),
    fillArray(schema, at, writer),
    ...listOf(schema, 'allOf').map((branch) => fillBranch(branch, at, writer)),
    fillAlternatives(listOf(schema, 'anyOf'), at, writer),
    fillAlternatives(listOf(schema, 'oneOf'), at, writer),
  ].join('')
}

function fillBranch(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (!writer.fills(schema)) return ''
  const short = bareReference(schema) !== undefined || (typeof schema === 'object' && schema['items'] !== undefined)
  return short ? fillStatements(schema, at, writer) : `${writer.call('fill', schema, at.hint)}(${at.value})\n`
}

function fillObject(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const defaults = [...filledProperties(schema, writer.defs)].map(
    ([key, found]) =>
      `if (${propertyCode(at.value, key)} === undefined) ${at.value}[${literal(key)}] = ${literal(found.value)}\n`,
  )
  const properties = Object.entries(mapOf(schema, 'properties')).map(([key, item]) => {
    if (!writer.fills(item)) return ''
    const value = localName(at, key)
    const body = fillBranch(item, { ...at, value, hint: `${at.hint}${pascalCase(key)}` }, writer)
    return `const ${value}: unknown = ${propertyCode(at.value, key)}\n${body}`
  })
  const body = [...defaults, ...properties, fillMembers(schema, at, writer)].join('')
  return body === '' ? '' : when(`${writer.core('isObject')}(${at.value})`, body)
}

function fillMembers(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const [key, value] = ['key', 'member'].map((name) => at.names.take(name)) as [string, string]
  const inner = { ...at, value, hint: `${at.hint}Member` }
  const matched = Object.entries(mapOf(schema, 'patternProperties')).map(([pattern, item]) =>
    when(`${regExp(pattern)}.test(${key})`, fillBranch(item, inner, writer)),
  )
  const rest = fillBranch((schema['additionalProperties'] ?? true) as JsonSchema, inner, writer)
  const declared = isDeclared(schema, key)
  const body = matched.join('') + (declared === '' ? rest : when(`!(${declared})`, rest))
  if (body === '') return ''
  return `for (const ${key} of Object.keys(${at.value})) {\nconst ${value}: unknown = ${at.value}[${key}]\n${body}\n}\n`
}

function fillArray(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const prefix = listOf(schema, 'prefixItems')
  const first = prefix.map((item, index) => {
    const value = at.names.take(`item${index}`)
    const body = fillBranch(item, { ...at, value, hint: `${at.hint}Item${index}` }, writer)
    return body === '' ? '' : `const ${value}: unknown = ${at.value}[${index}]\n${body}`
  })
  const items = (schema['items'] ?? true) as JsonSchema
  const body = first.join('') + itemLoop(at, prefix.length, (inner) => fillBranch(items, inner, writer))
  return when(`Array.isArray(${at.value})`, body)
}

/** Of the branches that hold the first is filled. */
function fillAlternatives(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): string {
  const options = branches.flatMap((branch, index) => {
    const body = fillBranch(branch, { ...at, hint: optionHint(at, index) }, writer)
    if (body === '') return []
    const check = writer.call('check', branch, optionHint(at, index))
    return [when(`${writer.local('passes')}(${check}, ${at.value})`, body)]
  })
  return options.join('else ')
}
