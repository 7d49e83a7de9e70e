import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkAlternatives } from './check-alternatives.ts'
import { arrayGroup } from './check-array.ts'
import { checkConditions } from './check-conditions.ts'
import { objectGroup } from './check-object.ts'
import { numberGroup, stringGroup } from './check-scalars.ts'
import { checkValues, valuesOf } from './check-values.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, pointerCode, reportCode, when } from './code.ts'
import { listOf, refName, type TypeName, typesOf } from './schema.ts'
import { groupOf, is, isNot, type TypeGroup, wanted } from './type-tests.ts'

/** Keywords that only say something about values of one type. */
type Group = (schema: JsonSchemaObject, at: At, writer: ChecksWriter) => string

const GROUPS: Readonly<Partial<Record<TypeGroup, Group>>> = {
  string: stringGroup,
  number: numberGroup,
  array: arrayGroup,
  object: objectGroup,
}

/** Statements that report what is wrong with a value, exactly as JSON Schema 2020-12 says. */
export function checkStatements(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (schema === true) return ''
  writer.core('report')
  if (schema === false) return `${reportCode(at, 'false schema', 'must not be there')}\n`
  return [
    checkReference(schema, at, writer),
    checkTypes(schema, at, writer),
    checkValues(schema, at, writer),
    ...listOf(schema, 'allOf').map((branch) => checkBranch(branch, at, writer)),
    checkAlternatives(schema, 'anyOf', at, writer),
    checkAlternatives(schema, 'oneOf', at, writer),
    checkConditions(schema, at, writer),
  ].join('')
}

/** Statements in place where they are few, else a call of a function of their own. */
export function checkBranch(schema: JsonSchema, at: At, writer: ChecksWriter): string {
  if (schema === true) return ''
  if (isShort(schema)) return checkStatements(schema, at, writer)
  return `${writer.call('check', schema, at.hint)}(${at.value}, ${pointerCode(at)}, issues)\n`
}

/** What a value of a type that is known already must still be. */
export function checkKnownType(type: TypeName, schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const group = groupOf(type)
  return `${GROUPS[group]?.(schema, at, writer) ?? ''}${checkValues(schema, at, writer)}`
}

function checkReference(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const name = refName(schema)
  if (name === undefined) return ''
  return `${writer.call('check', { $ref: schema['$ref'] }, at.hint)}(${at.value}, ${pointerCode(at)}, issues)\n`
}

function checkTypes(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const types = typesOf(schema)
  const groups = (Object.keys(GROUPS) as TypeGroup[])
    .filter((group) => types.length === 0 || types.some((type) => groupOf(type) === group))
    .map((group) => ({ group, body: GROUPS[group]?.(schema, at, writer) ?? '' }))
    .filter(({ body }) => body !== '')
  const guarded = groups.map(({ group, body }) => when(is(group, at.value, writer), body)).join('')
  // The values it may have are of its type all: telling them tells the type.
  if (types.length === 0 || valuesOf(schema) !== undefined) return guarded
  const wrong = types.map((type) => isNot(type, at.value, writer))
  const failed = reportCode(at, 'type', `must be ${wanted(types)}`)
  const [first] = groups
  if (types.length > 1 || first === undefined) {
    const all = wrong.map((test) => (wrong.length > 1 ? `(${test})` : test)).join(' && ')
    return `if (${all}) ${failed}\n${guarded}`
  }
  return `if (${wrong[0]}) ${failed}\nelse {\n${first.body}\n}\n`
}

/** Fits in the function around it: no object of its own, no branches that need a function. */
function isShort(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean' || bareReference(schema) !== undefined) return true
  const long = LONG.some((keyword) => schema[keyword] !== undefined)
  return !long && isShort((schema['items'] ?? true) as JsonSchema) && listOf(schema, 'anyOf').every(isShort)
}

const LONG = [
  ...['properties', 'required', 'patternProperties', 'additionalProperties', 'propertyNames', 'dependentRequired'],
  ...['dependentSchemas', 'prefixItems', 'contains', 'allOf', 'oneOf', 'not', 'if', 'then', 'else'],
]
