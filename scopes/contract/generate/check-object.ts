import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import { regExp } from './check-scalars.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, localName, propertyPointer, reportCode, when } from './code.ts'
import { literal, pascalCase } from './names.ts'
import { mapOf, numberOf, stringsOf } from './schema.ts'

/** Keywords of objects. A property that is `undefined` is absent: JSON drops it. */
export function objectGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  return [
    checkProperties(schema, at, writer),
    checkCounts(schema, at, writer),
    checkOtherProperties(schema, at, writer),
    checkDependents(schema, at, writer),
  ].join('')
}

/** Code that reads a property, and no method that every object has. */
export function propertyCode(value: string, key: string): string {
  const access = `${value}[${literal(key)}]`
  return key in {} ? `(Object.hasOwn(${value}, ${literal(key)}) ? ${access} : undefined)` : access
}

function checkProperties(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const properties = mapOf(schema, 'properties')
  const required = new Set(stringsOf(schema, 'required'))
  const names = new Set([...Object.keys(properties), ...required])
  return [...names]
    .map((key) => checkProperty({ key, schema: own(properties, key) ?? true, required: required.has(key) }, at, writer))
    .join('')
}

interface Property {
  readonly key: string
  readonly schema: JsonSchema
  readonly required: boolean
}

function checkProperty({ key, schema, required }: Property, at: At, writer: ChecksWriter): string {
  const access = propertyCode(at.value, key)
  const pointer = propertyPointer(at, key)
  const missing = reportCode({ pointer }, 'required', 'is missing')
  if (schema === true) return required ? `if (${access} === undefined) ${missing}\n` : ''
  const value = localName(at, key)
  const inner = { ...at, value, pointer, hint: `${at.hint}${pascalCase(key)}` }
  const body = checkBranch(schema, inner, writer)
  if (!required) return `const ${value}: unknown = ${access}\n${when(`${value} !== undefined`, body)}`
  return `const ${value}: unknown = ${access}\nif (${value} === undefined) ${missing}\nelse {\n${body}\n}\n`
}

function checkCounts(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const [min, max] = [numberOf(schema, 'minProperties'), numberOf(schema, 'maxProperties')]
  const size = () => `${writer.local('present')}(${at.value}).length`
  const few =
    min === undefined
      ? ''
      : `if (${size()} < ${min}) ${reportCode(at, 'minProperties', `must have at least ${min} properties`)}\n`
  const many =
    max === undefined
      ? ''
      : `if (${size()} > ${max}) ${reportCode(at, 'maxProperties', `must have at most ${max} properties`)}\n`
  return few + many
}

/** One loop over the keys for `patternProperties`, `additionalProperties` and `propertyNames`. */
function checkOtherProperties(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const patterns = Object.entries(mapOf(schema, 'patternProperties'))
  const rest = (schema['additionalProperties'] ?? true) as JsonSchema
  const nameSchema = (schema['propertyNames'] ?? true) as JsonSchema
  if (patterns.length === 0 && rest === true && nameSchema === true) return ''
  const [key, value] = [at.names.take('key'), at.names.take('member')]
  const inner: At = { ...at, value, pointer: `${at.pointer}/\${${writer.core('escapePointer')}(${key})}` }
  const matched = patterns.map(([pattern, item]) =>
    when(`${regExp(pattern)}.test(${key})`, checkBranch(item, { ...inner, hint: `${at.hint}Member` }, writer)),
  )
  const further = checkRest(schema, rest, { key, inner }, writer)
  const named =
    nameSchema === true
      ? ''
      : `${writer.call('check', nameSchema, `${at.hint}Name`)}(${key}, \`${inner.pointer}\`, issues)\n`
  return `for (const ${key} of ${writer.local('present')}(${at.value})) {
    ${uses(matched.join('') + further, value) ? `const ${value}: unknown = ${at.value}[${key}]\n` : ''}${named}${matched.join('')}${further}
  }\n`
}

function checkRest(
  schema: JsonSchemaObject,
  rest: JsonSchema,
  { key, inner }: { readonly key: string; readonly inner: At },
  writer: ChecksWriter,
): string {
  if (rest === true) return ''
  const body =
    rest === false
      ? reportCode(inner, 'additionalProperties', 'is not declared by the contract')
      : checkBranch(rest, { ...inner, hint: `${inner.hint}Member` }, writer)
  const declared = isDeclared(schema, key)
  return declared === '' ? `${body}\n` : when(`!(${declared})`, body)
}

/** Code that holds for the keys that `properties` and `patternProperties` speak of. */
export function isDeclared(schema: JsonSchemaObject, key: string): string {
  const names = Object.keys(mapOf(schema, 'properties')).map((name) => literal(name))
  const patterns = Object.keys(mapOf(schema, 'patternProperties')).map((pattern) => `${regExp(pattern)}.test(${key})`)
  return [...(names.length === 0 ? [] : [`[${names.join(', ')}].includes(${key})`]), ...patterns].join(' || ')
}

function checkDependents(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const required = Object.entries(mapOf(schema, 'dependentRequired') as unknown as Record<string, readonly string[]>)
  const schemas = Object.entries(mapOf(schema, 'dependentSchemas'))
  const there = (key: string) => `${propertyCode(at.value, key)} !== undefined`
  return [
    ...required.flatMap(([key, names]) =>
      names.map((name) => {
        const missing = reportCode(
          { pointer: propertyPointer(at, name) },
          'dependentRequired',
          `is missing beside ${key}`,
        )
        return when(`${there(key)} && ${propertyCode(at.value, name)} === undefined`, missing)
      }),
    ),
    ...schemas.map(([key, item]) =>
      when(there(key), checkBranch(item, { ...at, hint: `${at.hint}With${pascalCase(key)}` }, writer)),
    ),
  ].join('')
}

function own(properties: Readonly<Record<string, JsonSchema>>, key: string): JsonSchema | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined
}

function uses(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code)
}
