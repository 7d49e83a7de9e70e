import type { JsonSchema } from './types.ts'

const DRAFT7 = 'http://json-schema.org/draft-07/schema#'
const DRAFT4 = 'http://json-schema.org/draft-04/schema#'

/* oxlint-disable unicorn/no-thenable */

/** Schemas of 2020-12 in the manner of the official test suite, each keyword in its corners. */
export const suite2020: Readonly<Record<string, JsonSchema>> = {
  'additionalProperties beside patterns': {
    properties: { foo: {}, bar: {} },
    patternProperties: { '^v': {} },
    additionalProperties: false,
  },
  'non-ASCII pattern with additionalProperties': { patternProperties: { '^á': {} }, additionalProperties: false },
  'additionalProperties does not look in applicators': {
    allOf: [{ properties: { foo: {} } }],
    additionalProperties: { type: 'boolean' },
  },
  'additionalProperties with propertyNames': {
    propertyNames: { maxLength: 5 },
    additionalProperties: { type: 'number' },
  },
  'dependentSchemas with additionalProperties': {
    properties: { foo2: {} },
    dependentSchemas: { foo: {}, foo2: { properties: { bar: {} } } },
    additionalProperties: false,
  },
  'allOf with base schema': {
    properties: { bar: { type: 'integer' } },
    required: ['bar'],
    allOf: [
      { properties: { foo: { type: 'string' } }, required: ['foo'] },
      { properties: { baz: { type: 'null' } }, required: ['baz'] },
    ],
  },
  'allOf combined with anyOf, oneOf': {
    allOf: [{ multipleOf: 2 }],
    anyOf: [{ multipleOf: 3 }],
    oneOf: [{ multipleOf: 5 }],
  },
  'the same, of integers': {
    type: 'integer',
    allOf: [{ multipleOf: 2 }],
    anyOf: [{ multipleOf: 3 }],
    oneOf: [{ multipleOf: 5 }],
  },
  'nested allOf': { allOf: [{ allOf: [{ type: 'null' }] }] },
  'allOf with the two empty schemas': { allOf: [{}, {}] },
  'anchor with absolute URI': {
    $ref: 'http://localhost:1234/draft2020-12/bar#foo',
    $defs: { A: { $id: 'http://localhost:1234/draft2020-12/bar', $anchor: 'foo', type: 'integer' } },
  },
  'anchor with base URI change': {
    $id: 'http://localhost:1234/draft2020-12/root',
    $ref: 'http://localhost:1234/draft2020-12/nested.json#foo',
    $defs: { A: { $id: 'nested.json', $defs: { B: { $anchor: 'foo', type: 'integer' } } } },
  },
  'same anchor with different base': {
    $id: 'http://localhost:1234/draft2020-12/foobar',
    $defs: {
      A: {
        $id: 'child1',
        allOf: [
          { $id: 'child2', $anchor: 'my_anchor', type: 'number' },
          { $anchor: 'my_anchor', type: 'string' },
        ],
      },
    },
    $ref: 'child1#my_anchor',
  },
  'anyOf complex types': {
    anyOf: [
      { properties: { bar: { type: 'integer' } }, required: ['bar'] },
      { properties: { foo: { type: 'string' } }, required: ['foo'] },
    ],
  },
  'anyOf with one empty schema': { anyOf: [{ type: 'number' }, {}] },
  'anyOf with base schema': { type: 'string', anyOf: [{ maxLength: 2 }, { minLength: 4 }] },
  'const with object': { const: { foo: 'bar', baz: 'bax' } },
  'const with null': { const: null },
  'const with -2.0': { const: -2.0 },
  'const with large number': { const: 9007199254740992 },
  'const with nul characters': { const: 'hello\u0000there' },
  'contains keyword with const': { contains: { const: 5 } },
  'contains with boolean schema true': { contains: true },
  'items and contains': { items: { multipleOf: 2 }, contains: { multipleOf: 3 } },
  'array of multiples and contains': { type: 'array', items: { multipleOf: 2 }, contains: { multipleOf: 3 } },
  'contains with false if subschema': { contains: { if: false, else: true } },
  'contains with null instance elements': { type: 'array', contains: { type: 'null' } },
  'maxContains with contains': { type: 'array', contains: { const: 1 }, maxContains: 1 },
  'minContains < maxContains': { type: 'array', contains: { const: 1 }, minContains: 1, maxContains: 3 },
  'minContains = 0': { contains: { const: 1 }, minContains: 0 },
  'minContains = 0 with maxContains': { type: 'array', contains: { const: 1 }, minContains: 0, maxContains: 1 },
  'maxContains = minContains': { type: 'array', contains: { const: 1 }, minContains: 2, maxContains: 2 },
  'contains implied by items': {
    type: 'array',
    items: { const: 1 },
    contains: { const: 1 },
    maxContains: 2,
    minItems: 2,
  },
  'two that must be contained': {
    type: 'array',
    maxItems: 2,
    allOf: [{ contains: { minimum: 10 } }, { contains: { maximum: 5 } }],
  },
  'two contained in one': {
    type: 'array',
    maxItems: 1,
    allOf: [{ contains: { minimum: 5, type: 'integer' } }, { contains: { maximum: 10 } }],
  },
  'contains unique': { type: 'array', uniqueItems: true, contains: { enum: [1, 2] }, minContains: 2, minItems: 4 },
  'empty dependents': { dependentRequired: { bar: [] } },
  'multiple dependents required': { dependentRequired: { quux: ['foo', 'bar'] }, required: ['quux'] },
  'dependents with escaped characters': { dependentRequired: { 'foo\nbar': ['foo\rbar'], 'foo"bar': ["foo'bar"] } },
  'dependentSchemas single': {
    dependentSchemas: { bar: { properties: { foo: { type: 'integer' }, bar: { type: 'integer' } } } },
  },
  'boolean subschemas of dependentSchemas': { type: 'object', dependentSchemas: { foo: true, bar: false } },
  'dependent subschema incompatible with root': {
    properties: { foo: {} },
    dependentSchemas: { foo: { properties: { bar: {} }, additionalProperties: false } },
  },
  'dynamicRef to a dynamicAnchor': {
    $id: 'https://test.json-schema.org/dynamicRef-dynamicAnchor-same-schema/root',
    type: 'array',
    items: { $dynamicRef: '#items' },
    $defs: { foo: { $dynamicAnchor: 'items', type: 'string' } },
  },
  'dynamicRef resolves to the first in the dynamic scope': {
    $id: 'https://test.json-schema.org/typical-dynamic-resolution/root',
    $ref: 'list',
    $defs: {
      foo: { $dynamicAnchor: 'items', type: 'string' },
      list: {
        $id: 'list',
        type: 'array',
        items: { $dynamicRef: '#items' },
        $defs: { items: { $comment: 'stands in', $dynamicAnchor: 'items' } },
      },
    },
  },
  'strict tree by dynamicRef': {
    $id: 'http://localhost:1234/draft2020-12/strict-extendible.json',
    $ref: 'extendible-dynamic-ref.json',
    $defs: {
      elements: { $dynamicAnchor: 'elements', properties: { a: true }, required: ['a'], additionalProperties: false },
      base: {
        $id: 'extendible-dynamic-ref.json',
        type: 'object',
        properties: { elements: { type: 'array', items: { $dynamicRef: '#elements' } } },
        required: ['elements'],
        additionalProperties: false,
        $defs: { elements: { $dynamicAnchor: 'elements' } },
      },
    },
  },
  'heterogeneous enum': { enum: [6, 'foo', [], true, { foo: 12 }] },
  'enums in properties': {
    type: 'object',
    properties: { foo: { enum: ['foo'] }, bar: { enum: ['bar'] } },
    required: ['bar'],
  },
  'enum with [false]': { enum: [[false]] },
  'exclusiveMaximum on anything': { exclusiveMaximum: 3.0 },
  'if and then without else': { if: { exclusiveMaximum: 0 }, then: { minimum: -10 } },
  'if and else without then': { if: { exclusiveMaximum: 0 }, else: { multipleOf: 2 } },
  'if, then and else of numbers': {
    type: 'integer',
    if: { exclusiveMaximum: 0 },
    then: { minimum: -10 },
    else: { multipleOf: 2 },
  },
  'non-interference across schemas': {
    allOf: [{ if: { exclusiveMaximum: 0 } }, { then: { minimum: -10 } }, { else: { multipleOf: 2 } }],
  },
  'if with boolean schema false': { if: false, then: { const: 'then' }, else: { const: 'else' } },
  'a chain of conditions': {
    type: 'object',
    properties: { kind: { enum: ['a', 'b', 'c'] } },
    required: ['kind'],
    allOf: ['a', 'b', 'c'].map((kind) => ({
      if: { properties: { kind: { const: kind } } },
      then: { required: [`${kind}Value`], properties: { [`${kind}Value`]: { type: 'integer', minimum: 3 } } },
    })),
  },
  'infinite loop detection': {
    $defs: { int: { type: 'integer' } },
    allOf: [{ properties: { foo: { $ref: '#/$defs/int' } } }, { additionalProperties: { $ref: '#/$defs/int' } }],
  },
  'items and subitems': {
    $defs: {
      item: {
        type: 'array',
        items: false,
        prefixItems: [{ $ref: '#/$defs/sub-item' }, { $ref: '#/$defs/sub-item' }],
      },
      'sub-item': { type: 'object', required: ['foo'] },
    },
    type: 'array',
    items: false,
    prefixItems: [{ $ref: '#/$defs/item' }, { $ref: '#/$defs/item' }, { $ref: '#/$defs/item' }],
  },
  'nested items': {
    type: 'array',
    items: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
  },
  'prefixItems with no additional items': { type: 'array', prefixItems: [{}, {}, {}], items: false },
  'items does not look in applicators': {
    allOf: [{ prefixItems: [{ minimum: 3 }] }],
    items: { minimum: 5 },
    type: 'array',
  },
  'maxItems with a decimal': { type: 'array', maxItems: 2.0 },
  'maxProperties = 0': { type: 'object', maxProperties: 0 },
  'small multiple': { type: 'number', multipleOf: 0.0001 },
  'small multiple of large integer': { type: 'integer', multipleOf: 1e-8 },
  'float and integer multiples': { allOf: [{ multipleOf: 1.5 }, { multipleOf: 0.4 }], type: 'number', minimum: 1 },
  'float overflow': { type: 'integer', multipleOf: 0.123456789 },
  'multiple between close bounds': { type: 'number', multipleOf: 0.05, minimum: 0.1, maximum: 0.2 },
  'not multiple types': { not: { type: ['integer', 'boolean'] } },
  'not more complex': { not: { type: 'object', properties: { foo: { type: 'string' } } } },
  'not more complex, objects': { type: 'object', not: { type: 'object', properties: { foo: { type: 'string' } } } },
  'forbidden property': { type: 'object', properties: { foo: { not: {} } } },
  'double negation': { not: { not: { type: 'string' } } },
  'not a pattern': { type: 'string', not: { pattern: '^[a-z]' } },
  'not a format': { type: 'string', not: { format: 'email' } },
  'not a length': { type: 'string', not: { minLength: 3 } },
  'not unique': { type: 'array', items: { type: 'integer' }, not: { uniqueItems: true } },
  'not containing': { type: 'array', minItems: 2, not: { contains: { type: 'string' } } },
  'not all of these properties': { type: 'object', required: ['a'], not: { required: ['a', 'b'] } },
  'not an enum': { type: 'integer', minimum: 1, maximum: 4, not: { enum: [1, 2, 3] } },
  'not a multiple': { type: 'integer', not: { multipleOf: 2 } },
  'not items': { type: 'array', not: { items: { type: 'string' } } },
  'not closed': { type: 'object', not: { properties: { a: true }, additionalProperties: false } },
  'not one of two': { type: 'integer', not: { oneOf: [{ minimum: 3 }, { maximum: 5 }] } },
  'not a condition': {
    type: 'integer',
    not: { if: { minimum: 10 }, then: { multipleOf: 3 }, else: { multipleOf: 5 } },
  },
  'oneOf with required': {
    type: 'object',
    oneOf: [{ required: ['foo', 'bar'] }, { required: ['foo', 'baz'] }],
  },
  'oneOf with missing optional property': {
    oneOf: [
      { properties: { bar: true, baz: true }, required: ['bar'] },
      { properties: { foo: true }, required: ['foo'] },
    ],
  },
  'oneOf with empty schema': { oneOf: [{ type: 'number' }, {}] },
  'oneOf of types that overlap': { oneOf: [{ type: 'integer' }, { minimum: 2 }] },
  'oneOf with base schema': { type: 'string', oneOf: [{ minLength: 2 }, { maxLength: 4 }] },
  'oneOf of patterns': { type: 'string', oneOf: [{ pattern: '^a' }, { pattern: 'z$' }, { maxLength: 2 }] },
  'oneOf of objects without required': {
    type: 'object',
    oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { type: 'integer' } } }],
  },
  'oneOf of three arrays': {
    type: 'array',
    oneOf: [{ items: { type: 'string' } }, { items: { type: 'integer' } }, { maxItems: 2 }],
  },
  'multiple simultaneous patternProperties': {
    patternProperties: { 'a*': { type: 'integer' }, 'aaa*': { maximum: 20 } },
    type: 'object',
    minProperties: 2,
  },
  'regexes are not anchored and case sensitive': {
    patternProperties: { '[0-9]{2,}': { type: 'boolean' }, X_: { type: 'string' } },
    type: 'object',
    minProperties: 3,
  },
  'patternProperties with boolean schemas': { type: 'object', patternProperties: { 'f.*': true, 'b.*': false } },
  'properties, patternProperties, additionalProperties interaction': {
    type: 'object',
    properties: { foo: { type: 'array', maxItems: 3 }, bar: { type: 'array' } },
    patternProperties: { 'f.o': { minItems: 2 } },
    additionalProperties: { type: 'integer' },
    required: ['foo', 'baz'],
  },
  'properties with escaped characters': {
    type: 'object',
    properties: Object.fromEntries(
      ['foo\nbar', 'foo"bar', 'foo\\bar', 'foo\rbar', 'foo\tbar', 'foo\fbar'].map((key) => [key, { type: 'number' }]),
    ),
  },
  'properties with names of Object.prototype': {
    type: 'object',
    properties: Object.fromEntries([
      ['__proto__', { type: 'number' }],
      ['toString', { properties: { length: { type: 'string' } } }],
      ['constructor', { type: 'number' }],
    ]),
    required: ['__proto__', 'toString', 'constructor'],
  },
  'propertyNames with a pattern': { type: 'object', propertyNames: { pattern: '^a+$' }, minProperties: 3 },
  'propertyNames with const': { type: 'object', propertyNames: { const: 'foo' }, minProperties: 1 },
  'propertyNames with boolean schema false': { type: 'object', propertyNames: false },
  'propertyNames, patterns and closed': {
    type: 'object',
    propertyNames: { maxLength: 4, minLength: 3 },
    patternProperties: { '^x': { type: 'integer' } },
    additionalProperties: false,
    minProperties: 2,
  },
  'relative pointer ref to array': { type: 'array', prefixItems: [{ type: 'integer' }, { $ref: '#/prefixItems/0' }] },
  'escaped pointer ref': {
    $defs: {
      'tilde~field': { type: 'integer' },
      'slash/field': { type: 'integer' },
      'percent%field': { type: 'integer' },
    },
    type: 'object',
    properties: {
      tilde: { $ref: '#/$defs/tilde~0field' },
      slash: { $ref: '#/$defs/slash~1field' },
      percent: { $ref: '#/$defs/percent%25field' },
    },
    required: ['tilde', 'slash', 'percent'],
  },
  'nested refs': {
    $defs: { a: { type: 'integer' }, b: { $ref: '#/$defs/a' }, c: { $ref: '#/$defs/b' } },
    $ref: '#/$defs/c',
  },
  'ref applies alongside sibling keywords': {
    $defs: { reffed: { type: 'array' } },
    type: 'object',
    properties: { foo: { $ref: '#/$defs/reffed', maxItems: 2 } },
    required: ['foo'],
  },
  'remote ref, containing refs itself': { $ref: 'https://json-schema.org/draft/2020-12/schema' },
  'recursive references between schemas': {
    $id: 'http://localhost:1234/draft2020-12/tree',
    type: 'object',
    properties: { meta: { type: 'string' }, nodes: { type: 'array', items: { $ref: 'node' } } },
    required: ['meta', 'nodes'],
    $defs: {
      node: {
        $id: 'http://localhost:1234/draft2020-12/node',
        type: 'object',
        properties: { value: { type: 'number' }, subtree: { $ref: 'tree' } },
        required: ['value'],
      },
    },
  },
  'relative refs with absolute uris and defs': {
    $id: 'http://example.com/schema-relative-uri-defs1.json',
    properties: {
      foo: {
        $id: 'schema-relative-uri-defs2.json',
        $defs: { inner: { properties: { bar: { type: 'string' } } } },
        $ref: '#/$defs/inner',
      },
    },
    $ref: 'schema-relative-uri-defs2.json',
  },
  'URN base URI with URN and anchor ref': {
    $id: 'urn:uuid:deadbeef-1234-ff00-00ff-4321feebdaed',
    type: 'object',
    properties: { foo: { $ref: 'urn:uuid:deadbeef-1234-ff00-00ff-4321feebdaed#something' } },
    required: ['foo'],
    $defs: { bar: { $anchor: 'something', type: 'string' } },
  },
  'ref to an empty-looking fragment': {
    type: 'object',
    properties: { foo: { $ref: '#' } },
    additionalProperties: false,
  },
  'ref within an enum is none': {
    type: 'object',
    properties: { v: { enum: [{ $ref: '#/nowhere' }] } },
    required: ['v'],
  },
  'required with escaped characters': { type: 'object', required: ['foo\nbar', 'foo"bar', '__proto__', 'toString'] },
  'type: array or object': { type: ['array', 'object'] },
  'type: array, object or null': { type: ['array', 'object', 'null'] },
  'unevaluatedItems false': { type: 'array', unevaluatedItems: false },
  'unevaluatedItems as schema': { type: 'array', unevaluatedItems: { type: 'string' }, minItems: 2 },
  'unevaluatedItems with nested tuple': {
    type: 'array',
    prefixItems: [{ type: 'string' }],
    allOf: [{ prefixItems: [true, { type: 'number' }] }],
    unevaluatedItems: false,
    minItems: 2,
  },
  'unevaluatedItems with anyOf': {
    type: 'array',
    prefixItems: [{ const: 'foo' }],
    anyOf: [{ prefixItems: [true, { const: 'bar' }] }, { prefixItems: [true, true, { const: 'baz' }] }],
    unevaluatedItems: false,
  },
  'unevaluatedItems depends on contains': {
    type: 'array',
    prefixItems: [true],
    contains: { type: 'string' },
    unevaluatedItems: false,
    minItems: 3,
  },
  'unevaluatedProperties schema': {
    type: 'object',
    unevaluatedProperties: { type: 'string', minLength: 3 },
    minProperties: 2,
  },
  'unevaluatedProperties with patternProperties': {
    type: 'object',
    patternProperties: { '^foo': { type: 'string' } },
    unevaluatedProperties: false,
    minProperties: 1,
  },
  'unevaluatedProperties with nested properties': {
    type: 'object',
    properties: { foo: { type: 'string' } },
    allOf: [{ properties: { bar: { type: 'string' } } }],
    unevaluatedProperties: false,
  },
  'unevaluatedProperties with anyOf': {
    type: 'object',
    properties: { foo: { type: 'string' } },
    anyOf: [
      { properties: { bar: { const: 'bar' } }, required: ['bar'] },
      { properties: { baz: { const: 'baz' } }, required: ['baz'] },
      { properties: { quux: { const: 'quux' } }, required: ['quux'] },
    ],
    unevaluatedProperties: false,
  },
  'unevaluatedProperties with if/then/else': {
    type: 'object',
    if: { properties: { foo: { const: 'then' } }, required: ['foo'] },
    then: { properties: { bar: { type: 'string' } }, required: ['bar'] },
    else: { properties: { baz: { type: 'string' } }, required: ['baz'] },
    unevaluatedProperties: false,
  },
  'unevaluatedProperties with dependentSchemas': {
    type: 'object',
    properties: { foo: { type: 'string' } },
    dependentSchemas: { foo: { properties: { bar: { const: 'bar' } }, required: ['bar'] } },
    unevaluatedProperties: false,
  },
  'unevaluatedProperties with $ref': {
    type: 'object',
    $ref: '#/$defs/bar',
    properties: { foo: { type: 'string' } },
    unevaluatedProperties: false,
    $defs: { bar: { properties: { bar: { type: 'string' } } } },
  },
  'dynamic evalation inside nested refs': {
    $defs: {
      one: {
        oneOf: [
          { $ref: '#/$defs/two' },
          { required: ['b'], properties: { b: true } },
          { required: ['xx'], patternProperties: { x: true } },
        ],
      },
      two: {
        oneOf: [
          { required: ['c'], properties: { c: true } },
          { required: ['d'], properties: { d: true } },
        ],
      },
    },
    oneOf: [{ $ref: '#/$defs/one' }, { required: ['a'], properties: { a: true } }],
    unevaluatedProperties: false,
    type: 'object',
  },
  'uniqueItems with an array of items': {
    type: 'array',
    prefixItems: [{ type: 'boolean' }, { type: 'boolean' }],
    uniqueItems: true,
    items: false,
    minItems: 2,
  },
  'unique over a small pattern': {
    type: 'array',
    uniqueItems: true,
    items: { pattern: '^[ab]{2}$', type: 'string' },
    minItems: 4,
  },
  'unique over objects': {
    type: 'array',
    uniqueItems: true,
    minItems: 3,
    items: { type: 'object', properties: { a: { enum: [1, 2, 3] } }, required: ['a'], additionalProperties: false },
  },
  'unique over branches': {
    type: 'array',
    uniqueItems: true,
    minItems: 3,
    items: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
  },
}

/** What is different up to draft 7. */
export const suite7: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.entries<Record<string, unknown>>({
    'additionalItems as schema': { type: 'array', items: [{}], additionalItems: { type: 'integer' }, minItems: 3 },
    'array of items with no additionalItems': { type: 'array', items: [{}, {}, {}], additionalItems: false },
    'additionalItems as false without items': { additionalItems: false },
    'items validation adjusts the starting index': {
      type: 'array',
      items: [{ type: 'string' }],
      additionalItems: { type: 'integer' },
      minItems: 2,
    },
    'dependencies with empty array': { dependencies: { bar: [] } },
    'multiple dependencies': { type: 'object', dependencies: { quux: ['foo', 'bar'] }, required: ['quux'] },
    'multiple dependencies subschema': {
      type: 'object',
      dependencies: { bar: { properties: { foo: { type: 'integer' }, bar: { type: 'integer' } }, required: ['foo'] } },
      required: ['bar'],
    },
    'dependencies with boolean subschemas': { type: 'object', dependencies: { foo: true, bar: false } },
    'definitions by location-independent identifier': {
      allOf: [{ $ref: '#foo' }],
      definitions: { A: { $id: '#foo', type: 'integer' } },
    },
    'location-independent identifier with absolute URI': {
      allOf: [{ $ref: 'http://localhost:1234/bar#foo' }],
      definitions: { A: { $id: 'http://localhost:1234/bar', definitions: { B: { $id: '#foo', type: 'integer' } } } },
    },
    '$ref prevents a sibling $id from changing the base uri': {
      $id: 'http://localhost:1234/sibling_id/base/',
      definitions: {
        foo: { $id: 'http://localhost:1234/sibling_id/foo.json', type: 'string' },
        base_foo: { $id: 'foo.json', type: 'number' },
      },
      allOf: [{ $id: 'http://localhost:1234/sibling_id/', $ref: 'foo.json' }],
    },
    'ref overrides any sibling keywords': {
      definitions: { reffed: { type: 'array' } },
      type: 'object',
      properties: { foo: { $ref: '#/definitions/reffed', maxItems: 2 } },
      required: ['foo'],
    },
    'remote ref to the metaschema': { $ref: 'http://json-schema.org/draft-07/schema#' },
    'remote ref into the metaschema': {
      $ref: 'http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger',
    },
    'contains and items': { type: 'array', items: { multipleOf: 2 }, contains: { multipleOf: 3 } },
    'content media type': { type: 'string', contentMediaType: 'application/json', contentEncoding: 'base64' },
    'deep refs through properties': {
      type: 'object',
      properties: { a: { properties: { b: { type: 'integer' } } }, c: { $ref: '#/properties/a/properties/b' } },
      required: ['c'],
    },
  }).map(([name, schema]) => [name, { $schema: DRAFT7, ...schema }]),
)

/** What draft 4 writes in another way. */
export const suite4: Readonly<Record<string, JsonSchema>> = {
  'exclusiveMinimum as a flag': {
    $schema: DRAFT4,
    type: 'number',
    minimum: 1,
    exclusiveMinimum: true,
    maximum: 2,
    exclusiveMaximum: true,
  },
  'a whole number between': {
    $schema: DRAFT4,
    type: 'integer',
    minimum: 1,
    exclusiveMinimum: true,
    maximum: 3,
    exclusiveMaximum: true,
  },
  'id as base': {
    $schema: DRAFT4,
    id: 'http://localhost:1234/root.json',
    type: 'object',
    properties: { a: { $ref: 'item.json' } },
    required: ['a'],
    definitions: { item: { id: 'item.json', type: 'integer' } },
  },
  'remote ref to the metaschema': { $schema: DRAFT4, $ref: 'http://json-schema.org/draft-04/schema#' },
  'flag in the metaschema': {
    $schema: DRAFT4,
    $ref: 'http://json-schema.org/draft-04/schema#/properties/exclusiveMaximum',
  },
}

/** Schemas of the suite that have no value. */
export const emptySchemas: Readonly<Record<string, JsonSchema>> = {
  'boolean schema false': false,
  'allOf with boolean schemas, some false': { allOf: [true, false] },
  'anyOf with boolean schemas, all false': { anyOf: [false, false] },
  'oneOf with boolean schemas, all true': { oneOf: [true, true, true] },
  'oneOf with boolean schemas, more than one true': { oneOf: [true, true, false] },
  'not with the empty schema': { not: {} },
  'not with boolean schema true': { not: true },
  'enum without members': { enum: [] },
  'maxContains < minContains': { type: 'array', contains: { const: 1 }, minContains: 3, maxContains: 1 },
  'propertyNames false, and one needed': { type: 'object', propertyNames: false, minProperties: 1 },
  'oneOf of the same': { oneOf: [{ type: 'string' }, { type: 'string' }] },
  'a string that is none': { type: 'string', not: { type: 'string' } },
  'if that requires what then forbids': {
    type: 'object',
    required: ['a'],
    if: { required: ['a'] },
    then: { properties: { a: false } },
  },
  'unique booleans, three': { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
}
