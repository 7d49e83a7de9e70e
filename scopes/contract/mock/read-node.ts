import { equal, isObject } from './equal.ts'
import { ALL, ARRAY, type ArrayRules, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING } from './node.ts'
import type { Node, NumberRules, ObjectRules, TextRules } from './node.ts'
import type { Placed, Registry } from './registry.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** Makes nodes of schemas: each schema one node, however often it is referred to. */
export interface Reader {
  readonly root: Node
  /** The root as ajv reads it; undefined where it reads all dynamic references as the draft does. */
  readonly asAjv?: Node
  /** The node of a schema that is none of the document, such as what an override asks for. */
  node(schema: JsonSchema): Node
  /** A node that no schema says, such as part of a negation. */
  create(part: Partial<Node>): Node
  /** Whether it met a `$ref` with siblings, which count for nothing up to draft 7. */
  readonly sawSiblings: boolean
}

interface Scope {
  readonly base: string
  /** The resources that were entered on the way here, outermost first: what `$dynamicRef` depends on. */
  readonly entered: readonly string[]
  readonly asAjv: boolean
}

interface Reading {
  readonly registry: Registry
  /** Whether what stands beside `$ref` counts. */
  readonly siblings: boolean
  readonly known: Map<string, Map<JsonSchema, Node>>
  ids: number
  sawSiblings: boolean
}

/** @param siblings whether what stands beside `$ref` counts */
export function createReader(registry: Registry, siblings: boolean): Reader {
  const reading: Reading = { registry, siblings, known: new Map(), ids: 0, sawSiblings: false }
  const scope: Scope = { base: registry.root.base, entered: [registry.root.base], asAjv: false }
  const { schema: root } = registry.root
  return {
    root: read(root, scope, reading),
    ...(registry.hasInnerDynamicAnchors ? { asAjv: read(root, { ...scope, asAjv: true }, reading) } : {}),
    node: (schema) => read(schema, scope, reading),
    create: (part) => Object.assign(blank(part.schema ?? {}, reading), part),
    get sawSiblings() {
      return reading.sawSiblings
    },
  }
}

function blank(schema: JsonSchema, reading: Reading): Node {
  return { id: reading.ids++, schema, types: ALL, all: [], dependents: [], open: 0 }
}

function read(schema: JsonSchema, outer: Scope, reading: Reading): Node {
  const scope = isObject(schema) ? enter(reading.registry.baseOf(schema, outer.base), outer, reading) : outer
  const key = reading.registry.hasDynamicAnchors ? `${scope.asAjv ? 'ajv ' : ''}${scope.entered.join(' ')}` : ''
  let nodes = reading.known.get(key)
  if (nodes === undefined) reading.known.set(key, (nodes = new Map()))
  const known = nodes.get(schema)
  if (known !== undefined) return known
  const node = blank(schema, reading)
  nodes.set(schema, node)
  if (schema === false) node.types = 0
  else if (isObject(schema)) node.read = () => fill(node, schema, scope, reading)
  return node
}

function enter(base: string, scope: Scope, { registry }: Reading): Scope {
  if (base === scope.base) return scope
  const entered = registry.hasDynamicAnchors && !scope.entered.includes(base) ? [...scope.entered, base] : scope.entered
  return { ...scope, base, entered }
}

function fill(node: Node, schema: JsonSchemaObject, scope: Scope, reading: Reading): void {
  const one = (part: unknown): Node => read(part as JsonSchema, scope, reading)
  const many = (parts: unknown): Node[] => (Array.isArray(parts) ? parts.filter(isSchema).map(one) : [])
  const said = groupsIn(schema)
  const references = said & REFERENCES ? readReferences(node, schema, scope, reading) : []
  const isBareRef = typeof schema['$ref'] === 'string' && (said & ~REFERENCES) !== 0
  if (isBareRef) reading.sawSiblings = true
  node.all = references
  if (isBareRef && !reading.siblings) return
  if (said & ANY_TYPE) readAnyType(node, schema)
  if (said & NUMBERS) node.number = readNumber(schema)
  if (said & TEXTS) node.text = readText(schema)
  if (said & ARRAYS) node.array = readArray(schema, one, many)
  if (said & OBJECTS) node.object = readObject(schema, one)
  if (said & BRANCHES) readBranches(node, schema, one, many)
}

function readAnyType(node: Node, schema: JsonSchemaObject): void {
  node.types = typesOf(schema)
  const values = valuesOf(schema)
  if (values !== undefined) node.values = values
}

function readBranches(node: Node, schema: JsonSchemaObject, one: One, many: (parts: unknown) => Node[]): void {
  node.all = [...node.all, ...many(schema['allOf'])]
  if (Array.isArray(schema['anyOf'])) node.any = many(schema['anyOf'])
  if (Array.isArray(schema['oneOf'])) node.one = many(schema['oneOf'])
  if (isSchema(schema['not'])) node.not = one(schema['not'])
  if (isSchema(schema['if'])) {
    node.condition = {
      if: one(schema['if']),
      // oxlint-disable-next-line unicorn/no-thenable
      ...(isSchema(schema['then']) ? { then: one(schema['then']) } : {}),
      ...(isSchema(schema['else']) ? { else: one(schema['else']) } : {}),
    }
  }
  node.dependents = [...entries(schema['dependentSchemas']), ...entries(schema['dependencies'])]
    .filter(([, part]) => isSchema(part))
    .map(([key, part]) => [key, one(part)])
}

function readReferences(node: Node, schema: JsonSchemaObject, scope: Scope, reading: Reading): Node[] {
  const targets: Node[] = []
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const ref = schema[keyword]
    if (typeof ref !== 'string') continue
    const target = resolve(keyword, ref, scope, reading)
    if (target === undefined) node.problem ??= { keyword, message: whereTo(ref) }
    else targets.push(read(target.schema, enter(target.base, scope, reading), reading))
  }
  return targets
}

function whereTo(ref: string): string {
  return /^[a-z][a-z\d+.-]*:/i.test(ref)
    ? `"${ref}" is in another document, and nothing is fetched`
    : `"${ref}" leads nowhere`
}

function resolve(keyword: string, ref: string, scope: Scope, { registry }: Reading): Placed | undefined {
  const target = registry.resolve(ref, scope.base)
  if (keyword === '$ref' || target === undefined) return target
  const name = keyword === '$recursiveRef' ? '' : ref.slice(ref.indexOf('#') + 1)
  if (registry.dynamicAnchor(name, target.base)?.schema !== target.schema) return target
  const outermost = scope.entered.find((base) => registry.dynamicAnchor(name, base) !== undefined)
  const dynamic = outermost === undefined ? target : registry.dynamicAnchor(name, outermost)
  if (!scope.asAjv || dynamic === undefined) return dynamic
  // It knows the anchors at the roots of resources alone; of others it takes the resource that the reference is in.
  const isRoot = registry.resolve('', dynamic.base)?.schema === dynamic.schema
  return isRoot ? dynamic : (registry.resolve('', scope.base) ?? dynamic)
}

function isSchema(part: unknown): part is JsonSchema {
  return typeof part === 'boolean' || isObject(part)
}

function entries(map: unknown): [string, unknown][] {
  return isObject(map) ? Object.entries(map) : []
}

const BITS: Readonly<Record<string, number>> = {
  null: NULL,
  boolean: BOOLEAN,
  integer: INTEGER,
  number: NUMBER,
  string: STRING,
  array: ARRAY,
  object: OBJECT,
  any: ALL,
}

function typesOf({ type }: JsonSchemaObject): number {
  if (type === undefined) return ALL
  return [type].flat().reduce<number>((bits, name) => bits | (BITS[String(name)] ?? 0), 0)
}

function valuesOf(schema: JsonSchemaObject): readonly unknown[] | undefined {
  const options = schema['enum']
  if (!('const' in schema)) return Array.isArray(options) ? (options as unknown[]) : undefined
  const value = schema['const']
  return Array.isArray(options) && !options.some((option) => equal(option, value)) ? [] : [value]
}

function numberIn(schema: JsonSchemaObject, keyword: string): Record<string, number> {
  const value = schema[keyword]
  return typeof value === 'number' ? { [keyword]: value } : {}
}

function readNumber(schema: JsonSchemaObject): NumberRules {
  const strict = (bound: string, exclusive: string): Record<string, number> =>
    // In draft 4 the bound stands beside and this says whether it is in.
    schema[exclusive] === true && typeof schema[bound] === 'number'
      ? { [exclusive]: schema[bound] }
      : { ...numberIn(schema, bound), ...numberIn(schema, exclusive) }
  return {
    ...strict('minimum', 'exclusiveMinimum'),
    ...strict('maximum', 'exclusiveMaximum'),
    ...numberIn(schema, 'multipleOf'),
  }
}

function readText(schema: JsonSchemaObject): TextRules {
  const { pattern, format } = schema
  return {
    ...numberIn(schema, 'minLength'),
    ...numberIn(schema, 'maxLength'),
    ...(typeof pattern === 'string' ? { pattern } : {}),
    ...(typeof format === 'string' ? { format } : {}),
  }
}

type One = (part: unknown) => Node

function readArray(schema: JsonSchemaObject, one: One, many: (parts: unknown) => Node[]): ArrayRules {
  const { items, contains, unevaluatedItems } = schema
  const isTuple = Array.isArray(items)
  const rest = isTuple ? schema['additionalItems'] : items
  const { minContains, maxContains } = schema
  return {
    ...numberIn(schema, 'minItems'),
    ...numberIn(schema, 'maxItems'),
    ...(schema['uniqueItems'] === true ? { unique: true } : {}),
    prefix: many(isTuple ? items : schema['prefixItems']),
    ...(isSchema(rest) ? { rest: one(rest) } : {}),
    ...(isSchema(contains)
      ? {
          contains: {
            node: one(contains),
            least: typeof minContains === 'number' ? minContains : 1,
            most: typeof maxContains === 'number' ? maxContains : Infinity,
          },
        }
      : {}),
    ...(isSchema(unevaluatedItems) ? { unevaluated: one(unevaluatedItems) } : {}),
  }
}

function readObject(schema: JsonSchemaObject, one: One): ObjectRules {
  const schemas = (keyword: string): [string, Node][] =>
    entries(schema[keyword]).flatMap(([key, part]): [string, Node][] => (isSchema(part) ? [[key, one(part)]] : []))
  const { additionalProperties, propertyNames, unevaluatedProperties, minProperties, maxProperties } = schema
  return {
    ...(typeof minProperties === 'number' ? { least: minProperties } : {}),
    ...(typeof maxProperties === 'number' ? { most: maxProperties } : {}),
    required: texts(schema['required']),
    properties: new Map(schemas('properties')),
    patterns: schemas('patternProperties'),
    ...(isSchema(additionalProperties) ? { rest: one(additionalProperties) } : {}),
    ...(isSchema(propertyNames) ? { names: one(propertyNames) } : {}),
    dependentRequired: [...entries(schema['dependentRequired']), ...entries(schema['dependencies'])].flatMap(
      ([key, keys]): [string, string[]][] =>
        typeof keys === 'string' ? [[key, [keys]]] : Array.isArray(keys) ? [[key, texts(keys)]] : [],
    ),
    ...(isSchema(unevaluatedProperties) ? { unevaluated: one(unevaluatedProperties) } : {}),
  }
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}

const REFERENCES = 1
const ANY_TYPE = 2
const NUMBERS = 4
const TEXTS = 8
const ARRAYS = 16
const OBJECTS = 32
const BRANCHES = 64

/** What each keyword is about, so that what a schema says nothing about is not read. */
const GROUPS: ReadonlyMap<string, number> = new Map(
  (
    [
      [REFERENCES, ['$ref', '$dynamicRef', '$recursiveRef']],
      [ANY_TYPE, ['type', 'const', 'enum']],
      [NUMBERS, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
      [TEXTS, ['minLength', 'maxLength', 'pattern', 'format']],
      [ARRAYS, ['items', 'prefixItems', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
      [ARRAYS, ['unevaluatedItems']],
      [OBJECTS, ['properties', 'required', 'patternProperties', 'additionalProperties', 'propertyNames']],
      [OBJECTS, ['minProperties', 'maxProperties', 'dependentRequired', 'unevaluatedProperties']],
      [OBJECTS | BRANCHES, ['dependencies']],
      [BRANCHES, ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'dependentSchemas']],
    ] as const
  ).flatMap(([group, keywords]) => keywords.map((keyword) => [keyword, group] as const)),
)

function groupsIn(schema: JsonSchemaObject): number {
  let groups = 0
  for (const keyword in schema) groups |= GROUPS.get(keyword) ?? 0
  return groups
}
