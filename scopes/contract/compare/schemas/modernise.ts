import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { isSchema, mapChildren } from './keywords.ts'

type Draft = 3 | 4 | 6 | 7 | 2019 | 2020

/**
 * A schema of an older draft in words that 2020-12 shares with it, so that pointers stay what they were: boolean
 * `exclusiveMinimum`, `id`, what stands beside a `$ref`, and the keywords that only draft 3 had. Tuples stay in `items`.
 */
export function modernise(schema: JsonSchema): JsonSchema {
  return rewrite(schema, draftOf(schema))
}

function draftOf(schema: JsonSchema): Draft {
  const uri = isRecord(schema) && typeof schema['$schema'] === 'string' ? schema['$schema'] : ''
  const number = /draft-0?([3467])\//.exec(uri)?.[1]
  if (number !== undefined) return Number(number) as Draft
  return uri.includes('2019-09') ? 2019 : 2020
}

function rewrite(schema: JsonSchema, outer: Draft): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const named = typeof schema['$schema'] === 'string' ? draftOf(schema) : outer
  const draft = named === 2020 && speaksDraft3(schema) ? 3 : named
  const { $schema: _, ...rest } = schema
  const alone = draft <= 7 && typeof rest['$ref'] === 'string' ? onlyReference(rest) : rest
  const bounded = boundary(boundary(alone, 'exclusiveMinimum', 'minimum'), 'exclusiveMaximum', 'maximum')
  const identified = draft <= 4 ? renamed(bounded, 'id', '$id') : bounded
  const spoken = draft === 3 ? withoutDraft3(identified) : identified
  return mapChildren(spoken, (child) => rewrite(child, named))
}

/** Keywords that no later draft has, in the form that draft 3 gave them; such schemas seldom name their draft. */
function speaksDraft3(schema: JsonSchemaObject): boolean {
  const { divisibleBy, disallow, extends: base, type } = schema
  if (typeof divisibleBy === 'number' || typeof disallow === 'string' || Array.isArray(disallow)) return true
  return isRecord(base) || [type].flat().includes('any') || requiredInside(schema).length > 0
}

/** Properties that say of themselves that they are required. */
function requiredInside(schema: JsonSchemaObject): string[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.keys(properties).filter((name) => {
    const inner = properties[name]
    return isRecord(inner) && inner['required'] === true
  })
}

/** Beside a `$ref` the older drafts ignore everything; what it may point to stays. */
function onlyReference(schema: JsonSchemaObject): JsonSchemaObject {
  const kept = Object.entries(schema).filter(([keyword]) => ['$ref', '$defs', 'definitions'].includes(keyword))
  return Object.fromEntries(kept)
}

function boundary(schema: JsonSchemaObject, exclusive: string, inclusive: string): JsonSchemaObject {
  if (typeof schema[exclusive] !== 'boolean') return schema
  const { [exclusive]: excludes, [inclusive]: limit, ...rest } = schema
  if (limit === undefined) return rest
  return { ...rest, [excludes === true ? exclusive : inclusive]: limit }
}

function renamed(schema: JsonSchemaObject, from: string, to: string): JsonSchemaObject {
  if (typeof schema[from] !== 'string') return schema
  const { [from]: value, ...rest } = schema
  return { ...rest, [to]: value }
}

function withoutDraft3(schema: JsonSchemaObject): JsonSchemaObject {
  const { divisibleBy, extends: base, disallow, required, type, ...rest } = schema
  const needed = requiredInside(schema)
  const bases = (base === undefined ? [] : [base].flat()).filter(isSchema)
  const allowed = unionOf(type)
  return {
    ...rest,
    ...(Array.isArray(required) || needed.length > 0 ? { required: Array.isArray(required) ? required : needed } : {}),
    ...(divisibleBy === undefined ? {} : { multipleOf: divisibleBy }),
    ...(allowed === undefined ? {} : allowed),
    ...(bases.length === 0 ? {} : { allOf: bases }),
    ...(disallow === undefined ? {} : { not: unionOf(disallow) ?? true }),
  }
}

/** Draft 3's types: names, `any`, and schemas among them; undefined where anything goes. */
function unionOf(type: unknown): JsonSchemaObject | undefined {
  const list = type === undefined ? [] : [type].flat()
  if (list.length === 0 || list.includes('any')) return undefined
  if (!list.some(isSchema)) return { type: list }
  return { anyOf: list.map((item) => (isSchema(item) ? item : { type: item })) }
}
