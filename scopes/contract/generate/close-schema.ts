import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { optionHint } from './check-alternatives.ts'
import { itemLoop } from './check-array.ts'
import { isDeclared, propertyCode } from './check-object.ts'
import { regExp } from './check-scalars.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, localName, pointerCode, propertyPointer, when } from './code.ts'
import { closesItself, declaredBy } from './declared.ts'
import { literal, pascalCase } from './names.ts'
import { listOf, mapOf, refName } from './schema.ts'

/** Statements that report what the contract does not declare. What has the wrong type is left to the check. */
export function closeStatements(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (typeof schema === 'boolean' || !writer.closes(schema)) return ''
  const reference = bareReference(schema)
  if (reference !== undefined) return closeBranch(schema, at, writer)
  const union = onlyUnion(schema)
  return union === undefined
    ? closeObject(schema, at, writer) + closeArray(schema, at, writer)
    : closeUnion(union, at, writer)
}

function closeBranch(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (!writer.closes(schema)) return ''
  const short = typeof schema === 'object' && schema['items'] !== undefined && schema['prefixItems'] === undefined
  if (short) return closeStatements(schema, at, writer)
  return `${writer.call('close', schema, at.hint)}(${at.value}, ${pointerCode(at)}, issues)\n`
}

/** The branches of a schema that says all it says of properties in one `anyOf` or `oneOf`. */
function onlyUnion(schema: JsonSchemaObject): readonly JsonSchema[] | undefined {
  const [any, one] = [listOf(schema, 'anyOf'), listOf(schema, 'oneOf')]
  const besides = ['$ref', 'properties', 'patternProperties', 'additionalProperties', 'allOf', 'then', 'else']
  if ([...besides, 'dependentSchemas'].some((keyword) => schema[keyword] !== undefined)) return undefined
  if (any.length > 0 && one.length > 0) return undefined
  return any.length > 0 ? any : one.length > 0 ? one : undefined
}

function closeUnion(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): string {
  const closing = branches.filter((branch) => writer.closes(branch))
  const scalar = (branch: JsonSchema) =>
    typeof branch === 'object' && ['null', 'string', 'number', 'integer', 'boolean'].includes(String(branch['type']))
  if (closing.length === 1 && branches.every((branch) => branch === closing[0] || scalar(branch))) {
    return closeBranch(closing[0] as JsonSchema, at, writer)
  }
  const options = branches.map((branch, index) => {
    const hint = optionHint(at, index)
    const close = writer.closes(branch) ? writer.call('close', branch, hint) : '() => undefined'
    return `{ check: ${writer.call('check', branch, hint)}, close: ${close} }`
  })
  return `${writer.local('closeFirst')}(${at.value}, ${pointerCode(at)}, issues, [${options.join(', ')}])\n`
}

function closeObject(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const body = [
    reportUndeclared(schema, at, writer),
    ...[...propertiesOf(schema, writer)].map(([key, item]) => closeProperty(key, item, at, writer)),
    closeMembers(schema, at, writer),
  ].join('')
  return body === '' ? '' : when(`${writer.core('isObject')}(${at.value})`, body)
}

function reportUndeclared(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const { names, patterns, open } = declaredBy(schema, writer.defs)
  const silent = open || schema['additionalProperties'] === false || !speaksOfProperties(schema, writer)
  if (silent) return ''
  const list = [...names].map((name) => literal(name)).join(', ')
  const extra = patterns.size === 0 ? '' : `, [${[...patterns].map((pattern) => regExp(pattern)).join(', ')}]`
  return `${writer.local('undeclared')}(${at.value}, [${list}], ${pointerCode(at)}, issues${extra})\n`
}

function speaksOfProperties(schema: JsonSchemaObject, writer: ChecksWriter): boolean {
  if (closesItself(schema)) return true
  const parts = [...listOf(schema, 'allOf'), ...listOf(schema, 'anyOf'), ...listOf(schema, 'oneOf')]
  const name = refName(schema)
  return [...parts, ...(name === undefined ? [] : [writer.defs[name] ?? true])].some((part) => writer.closes(part))
}

/** Properties with their schemas, through references and `allOf`; not those that two schemas speak of. */
function propertiesOf(schema: JsonSchema, writer: ChecksWriter): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>()
  const twice = new Set<string>()
  const seen = new Set<JsonSchema>()
  const visit = (part: JsonSchema): void => {
    if (typeof part === 'boolean' || seen.has(part)) return
    seen.add(part)
    for (const [key, item] of Object.entries(mapOf(part, 'properties'))) {
      if (found.has(key)) twice.add(key)
      found.set(key, item)
    }
    const name = refName(part)
    if (name !== undefined) visit(writer.defs[name] ?? true)
    for (const branch of listOf(part, 'allOf')) visit(branch)
  }
  visit(schema)
  for (const key of twice) found.delete(key)
  return found
}

function closeProperty(key: string, schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (!writer.closes(schema)) return ''
  const value = localName(at, key)
  const inner = { ...at, value, pointer: propertyPointer(at, key), hint: `${at.hint}${pascalCase(key)}` }
  return `const ${value}: unknown = ${propertyCode(at.value, key)}\n${closeBranch(schema, inner, writer)}`
}

function closeMembers(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const [key, value] = [at.names.take('key'), at.names.take('member')]
  const pointer = `${at.pointer}/\${escapePointer(${key})}`
  const inner = { ...at, value, pointer, hint: `${at.hint}Member` }
  const matched = Object.entries(mapOf(schema, 'patternProperties')).map(([pattern, item]) =>
    when(`${regExp(pattern)}.test(${key})`, closeBranch(item, inner, writer)),
  )
  const rest = closeBranch((schema['additionalProperties'] ?? true) as JsonSchema, inner, writer)
  const declared = isDeclared(schema, key)
  const body = matched.join('') + (declared === '' ? rest : when(`!(${declared})`, rest))
  if (body === '') return ''
  writer.core('escapePointer')
  return `for (const ${key} of Object.keys(${at.value})) {\nconst ${value}: unknown = ${at.value}[${key}]\n${body}\n}\n`
}

function closeArray(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const prefix = listOf(schema, 'prefixItems')
  const first = prefix.map((item, index) => {
    const value = at.names.take(`item${index}`)
    const inner = { ...at, value, pointer: `${at.pointer}/${index}`, hint: `${at.hint}Item${index}` }
    const body = closeBranch(item, inner, writer)
    return body === '' ? '' : `const ${value}: unknown = ${at.value}[${index}]\n${body}`
  })
  const items = (schema['items'] ?? true) as JsonSchema
  const body = first.join('') + itemLoop(at, prefix.length, (inner) => closeBranch(items, inner, writer))
  return when(`Array.isArray(${at.value})`, body)
}
