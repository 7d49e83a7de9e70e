import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'

/** What `problem()` of contract/define is in a document. A test holds both together. */
export const PROBLEM: JsonSchemaObject = {
  type: 'object',
  properties: {
    type: { description: 'A URI that names the kind of problem', type: 'string', default: 'about:blank' },
    title: { type: 'string', examples: ['Not found', 'Conflict', 'Invalid request'] },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { description: 'A URI that names this occurrence', type: 'string' },
  },
  required: ['title', 'status'],
}

/** Whether a named schema is the `Problem` of contract/define. */
export function isStandardProblem(name: string, schema: JsonSchema | undefined): boolean {
  return name === 'Problem' && canonicalJson(schema) === canonicalJson(PROBLEM)
}

/** The members that `problem({ … })` adds to the standard; undefined where a schema is none of its making. */
export function problemExtras(schema: JsonSchema): JsonSchemaObject | undefined {
  if (!isRecord(schema) || Object.keys(schema).some((word) => !['type', 'properties', 'required'].includes(word))) {
    return undefined
  }
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  const standard = PROBLEM['properties'] as Readonly<Record<string, JsonSchema>>
  const required = (schema['required'] ?? []) as readonly string[]
  const holds = Object.keys(standard).every((name) => canonicalJson(properties[name]) === canonicalJson(standard[name]))
  if (!holds || !['title', 'status'].every((name) => required.includes(name))) return undefined
  const isOwn = (name: string): boolean => !Object.hasOwn(standard, name)
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isOwn(name))),
    required: required.filter(isOwn),
  }
}
