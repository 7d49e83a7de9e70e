import type { JsonSchema } from './types.ts'

const schemaMap: JsonSchema = { type: 'object', additionalProperties: { $ref: '#' }, default: {} }
const schemaList: JsonSchema = { type: 'array', minItems: 1, items: { $ref: '#' } }
const texts: JsonSchema = { type: 'array', items: { type: 'string' }, uniqueItems: true, default: [] }
const count: JsonSchema = { type: 'integer', minimum: 0 }
const patterns: JsonSchema = {
  type: 'object',
  additionalProperties: { $ref: '#' },
  propertyNames: { format: 'regex' },
  default: {},
}
const TYPES: JsonSchema = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] }
const types: JsonSchema = {
  anyOf: [TYPES, { type: 'array', items: TYPES, minItems: 1, uniqueItems: true }],
}
const bounds: Readonly<Record<string, JsonSchema>> = {
  multipleOf: { type: 'number', exclusiveMinimum: 0 },
  ...Object.fromEntries(
    ['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'].map((name) => [name, { type: 'number' }]),
  ),
  ...Object.fromEntries(
    ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'].map((name) => [name, count]),
  ),
  pattern: { type: 'string', format: 'regex' },
  uniqueItems: { type: 'boolean', default: false },
  required: texts,
  const: true,
  type: types,
}
const said: Readonly<Record<string, JsonSchema>> = {
  $id: { type: 'string', format: 'uri-reference', pattern: '^[^#]*#?$' },
  $schema: { type: 'string', format: 'uri' },
  $ref: { type: 'string', format: 'uri-reference' },
  $comment: { type: 'string' },
  title: { type: 'string' },
  description: { type: 'string' },
  default: true,
  readOnly: { type: 'boolean', default: false },
  writeOnly: { type: 'boolean', default: false },
  examples: { type: 'array', items: true },
  format: { type: 'string' },
  contentMediaType: { type: 'string' },
  contentEncoding: { type: 'string' },
}
const applied: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(
    ['contains', 'additionalProperties', 'propertyNames', 'if', 'then', 'else', 'not'].map((name) => [
      name,
      { $ref: '#' },
    ]),
  ),
  ...Object.fromEntries(['allOf', 'anyOf', 'oneOf'].map((name) => [name, schemaList])),
  properties: schemaMap,
  patternProperties: patterns,
}

/** A schema of draft 7, as its metaschema has it. */
const draft7: JsonSchema = {
  $id: 'http://json-schema.org/draft-07/schema',
  definitions: {
    schemaArray: schemaList,
    nonNegativeInteger: count,
    nonNegativeIntegerDefault0: { allOf: [{ $ref: '#/definitions/nonNegativeInteger' }, { default: 0 }] },
    simpleTypes: TYPES,
    stringArray: texts,
  },
  type: ['object', 'boolean'],
  properties: {
    ...said,
    ...bounds,
    ...applied,
    enum: { type: 'array', items: true, minItems: 1 },
    additionalItems: { $ref: '#' },
    items: { anyOf: [{ $ref: '#' }, schemaList], default: true },
    definitions: schemaMap,
    dependencies: { type: 'object', additionalProperties: { anyOf: [{ $ref: '#' }, texts] } },
  },
}

const FLAG: JsonSchema = { type: 'boolean', default: false }
const closedOr: JsonSchema = { anyOf: [{ type: 'boolean' }, { $ref: '#' }], default: {} }

/** A schema of draft 4, where a bound is exclusive by a flag beside it. */
const draft4: JsonSchema = {
  id: 'http://json-schema.org/draft-04/schema#',
  $schema: 'http://json-schema.org/draft-04/schema#',
  definitions: {
    schemaArray: schemaList,
    positiveInteger: count,
    positiveIntegerDefault0: { allOf: [{ $ref: '#/definitions/positiveInteger' }, { default: 0 }] },
    simpleTypes: TYPES,
    stringArray: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
  },
  type: 'object',
  properties: {
    ...bounds,
    id: { type: 'string' },
    $schema: { type: 'string' },
    title: { type: 'string' },
    description: { type: 'string' },
    default: {},
    exclusiveMaximum: FLAG,
    exclusiveMinimum: FLAG,
    additionalItems: closedOr,
    items: { anyOf: [{ $ref: '#' }, schemaList], default: {} },
    required: { $ref: '#/definitions/stringArray' },
    additionalProperties: closedOr,
    definitions: schemaMap,
    properties: schemaMap,
    patternProperties: patterns,
    dependencies: {
      type: 'object',
      additionalProperties: { anyOf: [{ $ref: '#' }, { $ref: '#/definitions/stringArray' }] },
    },
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    format: { type: 'string' },
    allOf: schemaList,
    anyOf: schemaList,
    oneOf: schemaList,
    not: { $ref: '#' },
  },
  dependencies: { exclusiveMaximum: ['maximum'], exclusiveMinimum: ['minimum'] },
  default: {},
}

const ANCHOR: JsonSchema = { type: 'string', pattern: '^[A-Za-z_][-A-Za-z0-9._]*$' }

/** A schema of 2020-12: its vocabularies taken together, without what extends it. */
const draft2020: JsonSchema = {
  $id: 'https://json-schema.org/draft/2020-12/schema',
  $defs: { anchorString: ANCHOR, nonNegativeInteger: count, simpleTypes: TYPES, stringArray: texts },
  type: ['object', 'boolean'],
  properties: {
    ...said,
    ...bounds,
    ...applied,
    $anchor: ANCHOR,
    $dynamicAnchor: ANCHOR,
    $dynamicRef: { type: 'string', format: 'uri-reference' },
    $vocabulary: { type: 'object', propertyNames: { format: 'uri' }, additionalProperties: { type: 'boolean' } },
    $defs: schemaMap,
    deprecated: { type: 'boolean', default: false },
    enum: { type: 'array', items: true, minItems: 1 },
    prefixItems: schemaList,
    items: { $ref: '#' },
    minContains: count,
    maxContains: count,
    unevaluatedItems: { $ref: '#' },
    unevaluatedProperties: { $ref: '#' },
    contentSchema: { $ref: '#' },
    dependentSchemas: schemaMap,
    dependentRequired: { type: 'object', additionalProperties: texts },
    definitions: schemaMap,
    dependencies: { type: 'object', additionalProperties: { anyOf: [{ $ref: '#' }, texts] } },
    $recursiveAnchor: ANCHOR,
    $recursiveRef: { type: 'string', format: 'uri-reference' },
  },
}

/** What schemas refer to most often outside themselves, so that nothing has to be fetched. By URI, without `#`. */
export const METASCHEMAS: Readonly<Record<string, JsonSchema>> = {
  'http://json-schema.org/draft-07/schema': draft7,
  'https://json-schema.org/draft-07/schema': draft7,
  'http://json-schema.org/draft-06/schema': draft7,
  'http://json-schema.org/draft-04/schema': draft4,
  'https://json-schema.org/draft/2020-12/schema': draft2020,
  'https://json-schema.org/draft/2019-09/schema': draft2020,
}
