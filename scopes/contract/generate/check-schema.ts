import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isFile } from './body-forms.ts'
import { checkAlternatives } from './check-alternatives.ts'
import { arrayGroup } from './check-array.ts'
import { checkConditions } from './check-conditions.ts'
import { objectGroup } from './check-object.ts'
import { numberGroup, stringGroup } from './check-scalars.ts'
import { checkValues, valuesOf } from './check-values.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, type Code, orElse, pointerCode, reportCode, when } from './code.ts'
import { listOf, refName, type TypeName, typesOf } from './schema.ts'
import { groupOf, is, isNot, type TypeGroup, wanted } from './type-tests.ts'

/** Keywords that only say something about values of one type. */
type Group = (schema: JsonSchemaObject, at: At, writer: ChecksWriter) => Code

const GROUPS: Readonly<Partial<Record<TypeGroup, Group>>> = {
  string: stringGroup,
  number: numberGroup,
  array: arrayGroup,
  object: objectGroup,
}

/** Statements that report what is wrong with a value, exactly as JSON Schema 2020-12 says. */
export function checkStatements(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (schema === true) return []
  writer.core('report')
  if (schema === false) return [reportCode(at, 'false schema', 'must not be there')]
  if (isFile(schema))
    return [`if (!${writer.core('isFileSource')}(${at.value})) ${reportCode(at, 'type', 'must be a file')}`]
  return [
    ...checkReference(schema, at, writer),
    ...checkTypes(schema, at, writer),
    ...checkValues(schema, at, writer),
    ...listOf(schema, 'allOf').flatMap((branch) => checkBranch(branch, at, writer)),
    ...checkAlternatives(schema, 'anyOf', at, writer),
    ...checkAlternatives(schema, 'oneOf', at, writer),
    ...checkConditions(schema, at, writer),
  ]
}

/** Statements in place where they are few, else a call of a function of their own. */
export function checkBranch(schema: JsonSchema, at: At, writer: ChecksWriter): Code {
  if (schema === true) return []
  if (isShort(schema)) return checkStatements(schema, at, writer)
  return [`${writer.call('check', schema, at.hint)}(${at.value}, ${pointerCode(at)}, issues)`]
}

/** What a value of a type that is known already must still be. */
export function checkKnownType(type: TypeName, schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  return [...(GROUPS[groupOf(type)]?.(schema, at, writer) ?? []), ...checkValues(schema, at, writer)]
}

function checkReference(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  if (refName(schema) === undefined) return []
  return [`${writer.call('check', { $ref: schema['$ref'] }, at.hint)}(${at.value}, ${pointerCode(at)}, issues)`]
}

function checkTypes(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const types = typesOf(schema)
  const groups = (Object.keys(GROUPS) as TypeGroup[])
    .filter((group) => types.length === 0 || types.some((type) => groupOf(type) === group))
    .map((group) => ({ group, body: GROUPS[group]?.(schema, at, writer) ?? [] }))
    .filter(({ body }) => body.length > 0)
  const guarded = groups.flatMap(({ group, body }) => when(is(group, at.value, writer), body))
  // The values it may have are of its type all: telling them tells the type.
  if (types.length === 0 || valuesOf(schema) !== undefined) return guarded
  const wrong = types.map((type) => isNot(type, at.value, writer))
  const failed = reportCode(at, 'type', `must be ${wanted(types)}`)
  if (types.length === 1) return [orElse(wrong[0] as string, failed, groups[0]?.body ?? [])]
  return [`if (${wrong.map((test) => `(${test})`).join(' && ')}) ${failed}`, ...guarded]
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
  ...['unevaluatedProperties', 'unevaluatedItems'],
]
