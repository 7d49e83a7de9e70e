import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { optionHint } from './check-alternatives.ts'
import { itemLoop } from './check-array.ts'
import { regExp } from './check-scalars.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, bind, type Code, localName, pointerCode, propertyPointer, reportCode, when } from './code.ts'
import { closesItself, declaredBy, propertiesOf } from './declared.ts'
import { discriminatorOf, switchCode } from './discriminator.ts'
import { memberLoop, propertyCode } from './members.ts'
import { literal, pascalCase } from './names.ts'
import { openEnums } from './open-enum.ts'
import { type Defs, listOf, refName } from './schema.ts'

/**
 * Statements that report what the contract does not declare: properties, and members of open enums. What has the wrong
 * type is left to the check.
 */
export function closeStatements(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (typeof schema === 'boolean' || !writer.closes(schema)) return []
  if (bareReference(schema) !== undefined) return closeBranch(schema, at, writer)
  const union = onlyUnion(schema)
  if (union !== undefined) return closeUnion(union, at, writer)
  return [
    ...closeOpenEnums(schema, at, writer.defs),
    ...closeObject(schema, at, writer),
    ...closeArray(schema, at, writer),
  ]
}

/** Of the schema itself and of what is joined to it. */
function closeOpenEnums(schema: JsonSchemaObject, at: At, defs: Defs): Code {
  return openEnums(schema, defs).map((members) => {
    const other = members.map((member) => `${at.value} !== ${literal(member)}`)
    const wrong = [`typeof ${at.value} === 'string'`, ...other].join(' && ')
    const list = members.map((member) => literal(member)).join(', ')
    return `if (${wrong}) ${reportCode(at, 'enum', `must be one of ${list}`)}`
  })
}

function closeBranch(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (!writer.closes(schema)) return []
  const list = typeof schema === 'object' && schema['items'] !== undefined && schema['prefixItems'] === undefined
  if (list) return closeStatements(schema, at, writer)
  return [`${writer.call('close', schema, at.hint)}(${at.value}, ${pointerCode(at)}, issues)`]
}

/** The branches of a schema that says all it says of properties in one `anyOf` or `oneOf`. */
function onlyUnion(schema: JsonSchemaObject): readonly JsonSchema[] | undefined {
  const [any, one] = [listOf(schema, 'anyOf'), listOf(schema, 'oneOf')]
  if (BESIDES.some((keyword) => schema[keyword] !== undefined)) return undefined
  if (any.length > 0 && one.length > 0) return undefined
  return any.length > 0 ? any : one.length > 0 ? one : undefined
}

const BESIDES = [
  ...['$ref', 'properties', 'patternProperties', 'additionalProperties', 'required'],
  ...['items', 'prefixItems', 'allOf', 'then', 'else', 'dependentSchemas'],
]

function closeUnion(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): Code {
  const [only, ...others] = branches.filter((branch) => writer.closes(branch))
  if (only === undefined) return []
  if (others.length === 0 && branches.every((branch) => branch === only || isScalar(branch))) {
    return closeBranch(only, at, writer)
  }
  const found = discriminatorOf(branches, writer.defs)
  if (found) {
    const choice = switchCode(found, at, (index, hint) => closeBranch(branches[index] ?? true, { ...at, hint }, writer))
    return when(`${writer.core('isObject')}(${at.value})`, [choice])
  }
  const options = branches.map((branch, index) => {
    const hint = optionHint(at, index)
    const close = writer.closes(branch) ? writer.call('close', branch, hint) : '() => undefined'
    return `{ check: ${writer.call('check', branch, hint)}, close: ${close} }`
  })
  return [`${writer.local('closeFirst')}(${at.value}, ${pointerCode(at)}, issues, [${options.join(', ')}])`]
}

function isScalar(schema: JsonSchema): boolean {
  return typeof schema === 'object' && SCALARS.includes(String(schema['type']))
}

const SCALARS = ['null', 'string', 'number', 'integer', 'boolean']

function closeObject(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const properties = [...propertiesOf(schema, writer.defs)]
  const body = [
    ...reportUndeclared(schema, at, writer),
    ...properties.flatMap(([key, item]) => closeProperty(key, item, at, writer)),
    ...memberLoop(schema, at, writer, { ofMember: (item, inner) => closeBranch(item, inner, writer) }),
  ]
  return body.length === 0 ? [] : when(`${writer.core('isObject')}(${at.value})`, body)
}

function reportUndeclared(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const { names, patterns, open } = declaredBy(schema, writer.defs)
  if (open || schema['additionalProperties'] === false || !speaksOfProperties(schema, writer)) return []
  const list = [...names].map((name) => literal(name)).join(', ')
  const extra = patterns.size === 0 ? '' : `, [${[...patterns].map((pattern) => regExp(pattern)).join(', ')}]`
  return [`${writer.local('undeclared')}(${at.value}, [${list}], ${pointerCode(at)}, issues${extra})`]
}

function speaksOfProperties(schema: JsonSchemaObject, writer: ChecksWriter): boolean {
  if (closesItself(schema)) return true
  const name = refName(schema)
  const joined = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema, keyword))
  return [...joined, ...(name === undefined ? [] : [writer.defs[name] ?? true])].some((part) => writer.closes(part))
}

function closeProperty(key: string, schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (!writer.closes(schema)) return []
  const value = localName(at, key)
  const inner = { ...at, value, pointer: propertyPointer(at, key), hint: `${at.hint}${pascalCase(key)}` }
  const body = closeBranch(schema, inner, writer)
  return bind(value, propertyCode(at.value, key), body)
}

function closeArray(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const prefix = listOf(schema, 'prefixItems')
  const first = prefix.flatMap((item, index) => {
    const value = localName(at, `item${index}`)
    const inner = { ...at, value, pointer: `${at.pointer}/${index}`, hint: `${at.hint}Item${index}` }
    const body = closeBranch(item, inner, writer)
    return bind(value, `${at.value}[${index}]`, body)
  })
  const items = (schema['items'] ?? true) as JsonSchema
  const rest = items === true ? [] : itemLoop(at, prefix.length, (inner) => closeBranch(items, inner, writer))
  return when(`Array.isArray(${at.value})`, [...first, ...rest])
}
