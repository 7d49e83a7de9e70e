import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { optionHint } from './check-alternatives.ts'
import { itemLoop } from './check-array.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, bind, type Code, localName, when } from './code.ts'
import { filledProperties } from './defaults.ts'
import { discriminatorOf, switchCode } from './discriminator.ts'
import { memberLoop, propertyCode } from './members.ts'
import { literal, pascalCase } from './names.ts'
import { listOf, mapOf, refName } from './schema.ts'

/** Statements that put defaults in where they are absent. The value may be anything: only what fits is filled. */
export function fillStatements(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (typeof schema === 'boolean' || !writer.fills(schema)) return []
  return [
    ...fillReference(schema, at, writer),
    ...fillObject(schema, at, writer),
    ...fillArray(schema, at, writer),
    ...listOf(schema, 'allOf').flatMap((branch) => fillBranch(branch, at, writer)),
    ...fillAlternatives(listOf(schema, 'anyOf'), at, writer),
    ...fillAlternatives(listOf(schema, 'oneOf'), at, writer),
  ]
}

function fillBranch(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (!writer.fills(schema)) return []
  const short = bareReference(schema) !== undefined || (typeof schema === 'object' && schema['items'] !== undefined)
  return short ? fillStatements(schema, at, writer) : [`${writer.call('fill', schema, at.hint)}(${at.value})`]
}

function fillReference(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const reference = { $ref: schema['$ref'] }
  if (refName(schema) === undefined || !writer.fills(reference)) return []
  return [`${writer.call('fill', reference, at.hint)}(${at.value})`]
}

function fillObject(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const defaults = [...filledProperties(schema, writer.defs)].map(
    ([key, found]) =>
      `if (${propertyCode(at.value, key)} === undefined) ${at.value}[${literal(key)}] = ${literal(found.value)}`,
  )
  const properties = Object.entries(mapOf(schema, 'properties')).flatMap(([key, item]) => {
    if (!writer.fills(item)) return []
    const value = localName(at, key)
    const body = fillBranch(item, { ...at, value, hint: `${at.hint}${pascalCase(key)}` }, writer)
    return bind(value, propertyCode(at.value, key), body)
  })
  const members = memberLoop(schema, at, writer, { ofMember: (item, inner) => fillBranch(item, inner, writer) })
  const body = [...defaults, ...properties, ...members]
  return body.length === 0 ? [] : when(`${writer.core('isObject')}(${at.value})`, body)
}

function fillArray(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const prefix = listOf(schema, 'prefixItems')
  const first = prefix.flatMap((item, index) => {
    const value = localName(at, `item${index}`)
    const body = fillBranch(item, { ...at, value, hint: `${at.hint}Item${index}` }, writer)
    return bind(value, `${at.value}[${index}]`, body)
  })
  const items = (schema['items'] ?? true) as JsonSchema
  const rest = items === true ? [] : itemLoop(at, prefix.length, (inner) => fillBranch(items, inner, writer))
  return when(`Array.isArray(${at.value})`, [...first, ...rest])
}

/** Of the branches that hold the first is filled. */
function fillAlternatives(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): Code {
  if (!branches.some((branch) => writer.fills(branch))) return []
  const found = discriminatorOf(branches, writer.defs)
  if (found) {
    const choice = switchCode(found, at, (index, hint) => fillBranch(branches[index] ?? true, { ...at, hint }, writer))
    return when(`${writer.core('isObject')}(${at.value})`, [choice])
  }
  const options = branches.flatMap((branch, index) => {
    const body = fillBranch(branch, { ...at, hint: optionHint(at, index) }, writer)
    if (body.length === 0) return []
    const check = writer.call('check', branch, optionHint(at, index))
    return when(`${writer.local('passes')}(${check}, ${at.value})`, body)
  })
  return options.length === 0 ? [] : [options.join('\nelse ')]
}
