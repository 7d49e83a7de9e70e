import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import { checkUnevaluatedProperties } from './check-unevaluated.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, type Code, localName, orElse, propertyPointer, reportCode, when } from './code.ts'
import { memberLoop, propertyCode } from './members.ts'
import { literal, pascalCase } from './names.ts'
import { mapOf, numberOf, stringsOf } from './schema.ts'

/** Keywords of objects. A property that is `undefined` is absent: JSON drops it. */
export function objectGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  return [
    ...checkProperties(schema, at, writer),
    ...checkCounts(schema, at, writer),
    ...checkMembers(schema, at, writer),
    ...checkDependents(schema, at, writer),
    ...checkUnevaluatedProperties(schema, at, writer),
  ]
}

function checkProperties(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const properties = mapOf(schema, 'properties')
  const required = new Set(stringsOf(schema, 'required'))
  return [...new Set([...Object.keys(properties), ...required])].flatMap((key) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    return checkProperty({ key, schema: property ?? true, required: required.has(key) }, at, writer)
  })
}

interface Property {
  readonly key: string
  readonly schema: JsonSchema
  readonly required: boolean
}

function checkProperty({ key, schema, required }: Property, at: At, writer: ChecksWriter): Code {
  const access = propertyCode(at.value, key)
  const pointer = propertyPointer(at, key)
  const missing = reportCode({ pointer }, 'required', 'is missing')
  if (schema === true) return required ? [`if (${access} === undefined) ${missing}`] : []
  const value = localName(at, key)
  const inner = { ...at, value, pointer, hint: `${at.hint}${pascalCase(key)}` }
  const body = checkBranch(schema, inner, writer)
  if (body.length === 0 && !required) return []
  const test = required ? [orElse(`${value} === undefined`, missing, body)] : when(`${value} !== undefined`, body)
  return [`const ${value}: unknown = ${access}`, ...test]
}

function checkCounts(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const [min, max] = [numberOf(schema, 'minProperties'), numberOf(schema, 'maxProperties')]
  if (min === undefined && max === undefined) return []
  const size = `${writer.local('present')}(${at.value}).length`
  const few = `if (${size} < ${min}) ${reportCode(at, 'minProperties', `must have at least ${min} properties`)}`
  const many = `if (${size} > ${max}) ${reportCode(at, 'maxProperties', `must have at most ${max} properties`)}`
  return [...(min === undefined ? [] : [few]), ...(max === undefined ? [] : [many])]
}

/** One loop over the keys for `patternProperties`, `additionalProperties` and `propertyNames`. */
function checkMembers(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const names = schema['propertyNames'] as JsonSchema | undefined
  const checkName = (schemaOfName: JsonSchema) => (key: string, inner: At) => [
    `${writer.call('check', schemaOfName, `${at.hint}Name`)}(${key}, \`${inner.pointer}\`, issues)`,
  ]
  return memberLoop(schema, at, writer, {
    ...(names === undefined || names === true ? {} : { ofKey: checkName(names) }),
    ofMember: (item, inner) => (item === false ? [undeclaredCode(inner)] : checkBranch(item, inner, writer)),
  })
}

function undeclaredCode(at: At): string {
  return reportCode(at, 'additionalProperties', 'is not declared by the contract')
}

function checkDependents(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const required = Object.entries(mapOf(schema, 'dependentRequired') as unknown as Record<string, readonly string[]>)
  const there = (key: string) => `${propertyCode(at.value, key)} !== undefined`
  return [
    ...required.flatMap(([key, names]) =>
      names.map((name) => {
        const missing = `is missing beside ${literal(key)}`
        const failed = reportCode({ pointer: propertyPointer(at, name) }, 'dependentRequired', missing)
        return `if (${there(key)} && ${propertyCode(at.value, name)} === undefined) ${failed}`
      }),
    ),
    ...Object.entries(mapOf(schema, 'dependentSchemas')).flatMap(([key, item]) =>
      when(there(key), checkBranch(item, { ...at, hint: `${at.hint}With${pascalCase(key)}` }, writer)),
    ),
  ]
}
