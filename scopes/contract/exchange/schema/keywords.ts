/** Says nothing about which values are valid. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  ...['title', 'description', 'deprecated', 'readOnly', 'writeOnly', '$comment', 'examples', 'default'],
])

/** What each keyword of JSON Schema 2020-12 holds. */
export type Holds = 'schema' | 'schemas' | 'map' | 'number' | 'count' | 'flag' | 'text' | 'names' | 'any' | 'list'

export const KEYWORDS: Readonly<Record<string, Holds>> = {
  title: 'text',
  description: 'text',
  $comment: 'text',
  deprecated: 'flag',
  readOnly: 'flag',
  writeOnly: 'flag',
  default: 'any',
  examples: 'list',
  const: 'any',
  enum: 'list',
  format: 'text',
  contentEncoding: 'text',
  contentMediaType: 'text',
  minLength: 'count',
  maxLength: 'count',
  maximum: 'number',
  minimum: 'number',
  exclusiveMaximum: 'number',
  exclusiveMinimum: 'number',
  multipleOf: 'number',
  properties: 'map',
  patternProperties: 'map',
  dependentSchemas: 'map',
  required: 'names',
  additionalProperties: 'schema',
  unevaluatedProperties: 'schema',
  propertyNames: 'schema',
  minProperties: 'count',
  maxProperties: 'count',
  prefixItems: 'schemas',
  items: 'schema',
  unevaluatedItems: 'schema',
  contains: 'schema',
  minContains: 'count',
  maxContains: 'count',
  minItems: 'count',
  maxItems: 'count',
  uniqueItems: 'flag',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
  if: 'schema',
  // oxlint-disable-next-line no-thenable -- the keyword of JSON Schema
  then: 'schema',
  else: 'schema',
}

export const TYPES: readonly string[] = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object']

/** Keywords that say something about values of one type only. */
export const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: [
    ...['prefixItems', 'items', 'unevaluatedItems', 'contains', 'minContains', 'maxContains'],
    ...['minItems', 'maxItems', 'uniqueItems'],
  ],
  object: [
    ...['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'],
    ...['required', 'minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas'],
  ],
}

/** Marks a schema that is a boolean, where a format takes none. */
export const BOOLEAN = 'x-tessera-boolean'

/** Names of the tool itself in a foreign document. */
export const OWN_EXTENSIONS: ReadonlySet<string> = new Set(['x-origin', 'x-extensible-enum', 'x-codec', 'x-redact'])
