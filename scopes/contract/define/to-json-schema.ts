import { canonicalJson, isRecord } from '@tessera/core.model'
import { z } from 'zod'
import { behindWrappers, carriedCodec, wireDefault } from './codecs.ts'
import type { JsonSchema } from './document.ts'
import { unwrapVerbatim, VERBATIM } from './json-schema.ts'
import { formatOrigin, originOf } from './origins.ts'
import { resolve } from './schema-facts.ts'
import { checksOf, stringKeywords } from './string-format.ts'

export interface ConvertedSchemas<K extends string> {
  readonly schemas: Readonly<Record<K, JsonSchema>>
  readonly $defs: Readonly<Record<string, JsonSchema>>
}

/** Annotations that pass from `.meta()` into the document, besides `x-` extensions. */
const ANNOTATIONS = new Set(['title', 'description', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment'])

/** What authors write shorter than the document does. */
const SHORT: Readonly<Record<string, string>> = { redact: 'x-redact' }

/**
 * Turns schemas into JSON Schema in one pass, so that what they share becomes one entry of `$defs`.
 * The schemas must be free of what JSON Schema cannot say: `findLosses` tells.
 */
export function toJsonSchemas<K extends string>(
  roots: Readonly<Record<K, z.core.$ZodType>>,
  contract: string,
): ConvertedSchemas<K> {
  const all = z.object({ ...(roots as Record<string, z.core.$ZodType>) })
  const json = z.toJSONSchema(all, {
    io: 'input',
    // A default of int64() is a bigint, which is written as it travels.
    unrepresentable: ({ zodSchema }) => (isDefaultOfOutput(zodSchema) ? 'any' : 'throw'),
    metadata: NAMES,
    override: ({ zodSchema, jsonSchema }) => refine(zodSchema, jsonSchema as Record<string, unknown>, contract),
  })
  const made = { schemas: unwrapVerbatim(json.properties ?? {}), $defs: unwrapVerbatim(json.$defs ?? {}) }
  return inlined(made) as unknown as ConvertedSchemas<K>
}

interface Made {
  readonly schemas: Readonly<Record<string, unknown>>
  readonly $defs: Readonly<Record<string, unknown>>
}

/** Where a named schema contains itself in other words, Zod makes up names for what lies between: it is put in place. */
function inlined({ schemas, $defs }: Made): Made {
  const madeUp = Object.keys($defs).filter((name) => /^__schema\d+$/.test(name))
  if (madeUp.length === 0) return { schemas, $defs }
  const inline = (value: unknown, open: readonly string[] = []): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => inline(item, open))
    if (!isRecord(value)) return value
    const { $ref, ...rest } = value
    const name = typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : ''
    const isInPlace = madeUp.includes(name) && !open.includes(name)
    if (isInPlace) return { ...(inline($defs[name], [...open, name]) as object), ...rest }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inline(part, open)]))
  }
  const kept = Object.entries($defs).filter(([name]) => !madeUp.includes(name))
  return {
    schemas: inline(schemas) as Made['schemas'],
    $defs: Object.fromEntries(kept.map(([name, schema]) => [name, inline(schema)])),
  }
}

/** The named schema that this one only describes in other words. */
export function namedOrigin(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const { parent, def } = schema._zod
  if (nameOf(schema) !== undefined || parent?._zod.def !== def) return undefined
  return nameOf(parent) === undefined ? namedOrigin(parent) : parent
}

/** The name a schema has in `$defs`: the one it is shared under, else its author's `.meta({ id })`. */
export function nameOf(schema: z.core.$ZodType): string | undefined {
  return originOf(schema)?.name ?? z.globalRegistry.get(schema)?.id
}

/** Keys of `.meta()` that have no place in a document. */
export function strayMetadata(schema: z.core.$ZodType): string[] {
  return Object.keys(z.globalRegistry.get(schema) ?? {}).filter((key) => key !== 'id' && !isAnnotation(key))
}

function isAnnotation(key: string): boolean {
  return ANNOTATIONS.has(key) || key.startsWith('x-') || Object.hasOwn(SHORT, key)
}

/** Zod asks a registry for names and annotations; this one answers with the names of shared schemas too. */
const NAMES = { get: metadataOf } as unknown as typeof z.globalRegistry

function metadataOf(schema: z.core.$ZodType | undefined): Record<string, unknown> | undefined {
  if (schema === undefined) return undefined
  const meta = Object.entries(z.globalRegistry.get(schema) ?? {})
    .filter(([key]) => isAnnotation(key))
    .map(([key, value]) => [SHORT[key] ?? key, value] as const)
  const id = nameOf(schema)
  return id === undefined ? Object.fromEntries(meta) : { ...Object.fromEntries(meta), id }
}

function refine(schema: z.core.$ZodType, json: Record<string, unknown>, contract: string): void {
  const { type } = schema._zod.def
  const isRepeated = '$ref' in json && schema._zod.parent?._zod.def === schema._zod.def
  if (isRepeated) dropRepeated(json, metadataOf(schema._zod.parent))
  if (type === 'string' && json['type'] === 'string') refineString(schema, json)
  if (type === 'file') refineFile(json)
  if (type === 'number') dropSafeBounds(schema, json)
  if (type === 'record' && isPlainString(json['propertyNames'])) delete json['propertyNames']
  if (type === 'catch') delete json['default']
  if (isDefaultOfOutput(schema)) setDefault(schema, json)
  const examples = metadataOf(schema)?.['examples']
  if (Array.isArray(examples)) json['examples'] = examples.map(wireExample)
  const codec = isRepeated ? undefined : carriedCodec(schema)
  if (codec !== undefined) json['x-codec'] = codec
  const origin = originOf(schema)
  if (origin !== undefined && origin.contract !== contract) json['x-origin'] = formatOrigin(origin)
}

/** What a reader is handed never travels; what gives the same does. */
function setDefault(schema: z.core.$ZodDefault, json: Record<string, unknown>): void {
  const wire = wireDefault(schema)
  if (wire === undefined) delete json['default']
  else json['default'] = wire
}

/** Beside the reference to a named schema that was only described again, Zod repeats what it says. */
function dropRepeated(json: Record<string, unknown>, inherited: Readonly<Record<string, unknown>> = {}): void {
  for (const [keyword, value] of Object.entries(json)) {
    const isSaid = isAnnotation(keyword) && keyword !== VERBATIM
    const isNew = isSaid && canonicalJson(value) !== canonicalJson(inherited[keyword])
    if (keyword !== '$ref' && !isNew) delete json[keyword]
  }
}

/** As OpenAPI has it: bytes in place of a text. What Zod counts in it are bytes, no characters. */
function refineFile(json: Record<string, unknown>): void {
  for (const keyword of ['contentEncoding', 'contentMediaType', 'minLength', 'maxLength', 'anyOf']) delete json[keyword]
  Object.assign(json, { type: 'string', format: 'binary' })
}

function refineString(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  const { format, patterns } = stringKeywords(schema)
  delete json['format']
  delete json['pattern']
  delete json['allOf']
  if (format !== undefined) json['format'] = format
  if (patterns.length === 1) json['pattern'] = patterns[0]
  if (patterns.length > 1) json['allOf'] = patterns.map((pattern) => ({ pattern }))
}

/** Zod bounds every integer and float by what a JavaScript number holds; that is no bound the author set. */
function dropSafeBounds(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  const formats = checksOf(schema).flatMap(({ _zod: { def } }) =>
    def.check === 'number_format' ? [(def as z.core.$ZodCheckNumberFormatDef).format] : [],
  )
  if (formats.some((format) => format === 'int32' || format === 'uint32' || format === 'float32')) return
  for (const keyword of ['minimum', 'maximum']) {
    const bound = Math.abs(Number(json[keyword]))
    if (bound === Number.MAX_SAFE_INTEGER || bound === Number.MAX_VALUE) delete json[keyword]
  }
}

/** Zod drops the examples of what a codec gives. */
function wireExample(example: unknown): unknown {
  if (example instanceof Date) return example.toISOString()
  return typeof example === 'bigint' ? String(example) : example
}

function isPlainString(json: unknown): boolean {
  return isRecord(json) && json['type'] === 'string' && Object.keys(json).length === 1
}

/** `z.string().transform(f).default(5)`: the 5 is what a reader is handed, it never travels. */
export function isDefaultOfOutput(schema: z.core.$ZodType): schema is z.core.$ZodDefault {
  return schema._zod.def.type === 'default' && behindWrappers(schema)._zod.def.type === 'pipe'
}

export function isStrict(schema: JsonSchema, $defs: Readonly<Record<string, JsonSchema>>): boolean {
  const target = resolve(schema, $defs)
  return typeof target === 'object' && target['additionalProperties'] === false
}
