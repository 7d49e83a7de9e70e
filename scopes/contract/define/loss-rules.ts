import { canonicalJson, type Diagnostic } from '@tessera/core.model'
import type { z } from 'zod'
import { carriedCodec, isCodec, wireDefault } from './codecs.ts'
import { jsonSchemaSource, strayRefs } from './json-schema.ts'
import { checksOf, stringChecks } from './string-format.ts'
import { isDefaultOfOutput, strayMetadata } from './to-json-schema.ts'

export type Loss = Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'>

/** Types without a JSON form, and what to use instead. */
const UNREPRESENTABLE: Readonly<Record<string, string>> = {
  bigint: 'use int64(), which travels as text, or z.int()',
  date: 'use dateTime(), to work with a Date, or z.iso.datetime()',
  symbol: 'use z.enum([…])',
  undefined: 'leave the property out: .optional()',
  void: 'say null where there is no body',
  nan: 'use z.number().nullable()',
  map: 'use z.record(z.string(), …)',
  set: 'use z.array(…)',
  custom: 'use a schema that says what travels',
  transform: 'declare what travels first: z.string().transform(…)',
  function: 'a function cannot travel',
  promise: 'use what the promise gives',
  file: 'use z.base64(), or a link: z.url(), or payload(…, { mediaType }) of a form or of bytes',
  success: 'use z.boolean()',
}

/** What of this one schema is lost on the way to JSON Schema, its parts aside. */
export function lossesOf(schema: z.core.$ZodType, omittable: boolean, files = false): Loss[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'file' && files) return checksOf(schema).length === 0 ? [] : [FILE_CHECKS]
  const hint = UNREPRESENTABLE[def.type]
  if (hint !== undefined) return [unrepresentable(`a ${def.type} has no JSON form`, hint)]
  return [
    ...typeLosses(schema, omittable),
    ...strayRefs(jsonSchemaSource(schema)).map((ref) =>
      unrepresentable(`"$ref": "${ref}" leads nowhere in jsonSchema()`, 'put the Zod schema itself in its place'),
    ),
    ...checksOf(schema).flatMap((check) => checkLosses(check._zod.def)),
    ...stringChecks(schema).flatMap(patternLosses),
    ...strayMetadata(schema).map((key) =>
      lossy(`.meta({ ${key} }) is no annotation of JSON Schema`, `write it as "x-${key}"`),
    ),
  ]
}

function typeLosses(schema: z.core.$ZodType, omittable: boolean): Loss[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'literal':
      return def.values.filter((value) => !isJsonLiteral(value)).map((value) => literalLoss(value))
    case 'pipe':
      return pipeLosses(schema as z.core.$ZodPipe)
    case 'catch':
      return [lossy('.catch() accepts anything on the wire', 'the document says the inner schema: drop .catch()')]
    case 'optional':
      return omittable
        ? []
        : [lossy('undefined has no JSON form here, the document says it cannot be absent', 'use .nullable()')]
    case 'default':
    case 'prefault':
      return defaultLosses(schema as z.core.$ZodDefault)
    default:
      return 'coerce' in def && def.coerce === true
        ? [lossy(`z.coerce.${def.type}() takes any input; the document says ${def.type}`, `use z.${def.type}()`)]
        : []
  }
}

function pipeLosses(schema: z.core.$ZodPipe): Loss[] {
  const { def, bag } = schema._zod
  if (isCodec(schema)) {
    if ('truthy' in bag) {
      return [lossy('z.stringbool() travels as any string', "say which strings: z.enum(['true', 'false'])")]
    }
    if (carriedCodec(schema) === undefined) return [codecLoss]
    const isRuled = (def.out._zod.def.checks ?? []).length > 0
    return isRuled ? [lossy('rules of what a codec gives are not checked on the wire', 'say them of what travels')] : []
  }
  if (def.in._zod.def.type === 'transform') {
    return [lossy('z.preprocess() is not applied on the wire', 'declare what travels, without z.preprocess()')]
  }
  if (def.out._zod.def.type === 'transform') {
    return [lossy('.transform() is not applied on the wire', 'use z.codec(…), or transform after reading')]
  }
  return [lossy('only the first schema of .pipe() reaches the document', 'put its rules into the first schema')]
}

/** A default that is made anew each time would change the document on each run. */
function defaultLosses(schema: z.core.$ZodDefault): Loss[] {
  const { def } = schema._zod
  const wire = isDefaultOfOutput(schema) ? wireDefault(schema) : undefined
  const given = (): unknown => (wire === undefined ? def.defaultValue : wireDefault(schema))
  const [first, second] = [given(), given()].map(json)
  if (first === undefined) return [unrepresentable('this default has no JSON form', 'use a default that is plain JSON')]
  if (first !== second || isNow(def.defaultValue)) {
    return [
      {
        severity: 'error',
        code: 'UNSTABLE_DEFAULT',
        message: 'this default is another value each time',
        hint: 'make the property optional and let the service fill it',
      },
    ]
  }
  return isDefaultOfOutput(schema) && wire === undefined
    ? [lossy('a default after a transform never travels, the document leaves it out', 'use .prefault(), before it')]
    : []
}

/** Asked for twice within a millisecond, the time is the same. */
function isNow(value: unknown): boolean {
  return value instanceof Date && Math.abs(value.getTime() - Date.now()) < 60_000
}

function checkLosses(def: z.core.$ZodCheckDef): Loss[] {
  switch (def.check) {
    case 'custom':
      return [lossy('a refinement is not checked on the wire', 'say it in the schema where it can be said')]
    case 'overwrite':
      return [lossy('.trim(), .toLowerCase() and other rewriting is not done on the wire', 'ask for it: .regex(…)')]
    case 'property':
    case 'mime_type':
      return [lossy(`the check "${def.check}" is not made on the wire`, 'say it in the schema')]
    case 'multiple_of':
      return multipleOfLosses(Number((def as z.core.$ZodCheckMultipleOfDef).value))
    default:
      return []
  }
}

function multipleOfLosses(divisor: number): Loss[] {
  if (divisor === 0 || !Number.isFinite(divisor)) {
    return [unrepresentable(`nothing is a multiple of ${divisor}`, 'use a divisor above 0')]
  }
  return Number.isInteger(divisor)
    ? []
    : [
        lossy(
          `multiples of ${divisor} are told apart by rounding, which validators do differently`,
          'use decimal(), or count in units',
        ),
      ]
}

function patternLosses(def: z.core.$ZodStringFormatDef): Loss[] {
  const { pattern, format } = def
  const name = format === 'regex' ? 'pattern' : format
  if (format === 'url') return 'protocol' in def || 'hostname' in def ? [urlLoss] : []
  if (pattern === undefined) return [lossy(`JSON Schema has no "${name}" format`, 'say it as a pattern: .regex(…)')]
  const flags = pattern.flags.replaceAll(/[gyud]/g, '')
  return [
    ...(flags === '' ? [] : [lossy(`the flags "${flags}" of /${pattern.source}/ are lost`, 'write it without flags')]),
    ...(isUnicodePattern(pattern.source) ? [] : [patternLoss(pattern)]),
  ]
}

const codecLoss = lossy(
  'generated code cannot carry this codec: both ends work with what travels',
  'use dateTime(), int64() or bytes(), or convert in the service',
)
const urlLoss = lossy('protocol and host of a URL are not checked on the wire', 'say them as a pattern: .regex(…)')

function patternLoss(pattern: RegExp): Loss {
  return unrepresentable(
    `/${pattern.source}/ is no pattern under the flag "u"`,
    'JSON Schema patterns are: escape less',
  )
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function isJsonLiteral(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value === 'string' || typeof value === 'boolean'
}

function literalLoss(value: unknown): Loss {
  return unrepresentable(`the literal ${String(value)} has no JSON form`, 'use a string, number, boolean or null')
}

function json(value: unknown): string | undefined {
  try {
    return value === undefined ? undefined : canonicalJson(value)
  } catch {
    return undefined
  }
}

function unrepresentable(message: string, hint: string): Loss {
  return { severity: 'error', code: 'UNREPRESENTABLE', message, hint }
}

function lossy(message: string, hint: string): Loss {
  return { severity: 'warning', code: 'LOSSY', message, hint }
}

const FILE_CHECKS = lossy('what is asked of a file is not held on the wire', 'limit the payload with maxBytes')
