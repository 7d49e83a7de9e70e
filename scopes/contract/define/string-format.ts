import { z } from 'zod'

/** What JSON Schema says for one string check of Zod, and what of the check it cannot say. */
export interface StringKeywords {
  readonly format?: string
  readonly patterns: readonly string[]
}

type StringFormat = z.core.$ZodStringFormatDef & {
  readonly precision?: number | null
  readonly offset?: boolean
  readonly local?: boolean
  readonly version?: string
}

/**
 * Formats that JSON Schema has a name for. Zod adds a long pattern of its own to them: it says nothing more, and moves
 * with Zod's releases, so it is left out. All other formats stay a pattern, for a validator would not know their names.
 */
const NAMED: Readonly<Record<string, string>> = {
  email: 'email',
  uuid: 'uuid',
  guid: 'uuid',
  date: 'date',
  datetime: 'date-time',
  duration: 'duration',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  hostname: 'hostname',
  url: 'uri',
}

/** `format` and patterns of a `z.string()` with its checks. */
export function stringKeywords(schema: z.core.$ZodType): StringKeywords {
  const checks = stringChecks(schema)
  const formats = new Set<string>()
  const patterns = new Set<string>()
  for (const check of checks) {
    const name = namedFormat(check)
    if (name !== undefined) formats.add(name)
    for (const pattern of name === undefined ? ownPattern(check) : refinement(check)) patterns.add(pattern)
  }
  const [format] = formats
  return { ...(format === undefined ? {} : { format }), patterns: [...patterns] }
}

/** The string formats of a schema: its own and those added by checks. */
export function stringChecks(schema: z.core.$ZodType): readonly StringFormat[] {
  return checksOf(schema)
    .map((check) => check._zod.def)
    .filter((def): def is StringFormat => def.check === 'string_format')
}

/** The checks of a schema; `z.email()` and its like are their own first check. */
export function checksOf(schema: z.core.$ZodType): readonly z.core.$ZodCheck[] {
  const own = schema._zod.traits.has('$ZodCheck') ? [schema as unknown as z.core.$ZodCheck] : []
  return [...own, ...(schema._zod.def.checks ?? [])]
}

/** A local date-time may lack the offset that `format: date-time` asks for, so only its pattern can say it. */
function namedFormat(check: StringFormat): string | undefined {
  if (check.format === 'datetime' && (check.local === true || check.precision === -1)) return undefined
  return NAMED[check.format]
}

function ownPattern(check: StringFormat): string[] {
  return check.pattern === undefined ? [] : [check.pattern.source]
}

/** What an author asked beyond the format's name. */
function refinement(check: StringFormat): string[] {
  if (check.format === 'datetime') return dateTimeEnd(check)
  if (check.format === 'uuid') return check.version === undefined ? [] : [`^.{14}${check.version.slice(1)}`]
  if (check.format === 'email' && check.pattern?.source !== z.regexes.email.source) return ownPattern(check)
  return []
}

/** `z.iso.datetime()` means UTC; `precision` fixes the digits of the second. */
function dateTimeEnd({ offset, precision }: StringFormat): string[] {
  const zone = offset === true ? '(?:Z|[+-]\\d\\d:\\d\\d)' : 'Z'
  if (typeof precision !== 'number') return offset === true ? [] : ['Z$']
  return [precision === 0 ? `:\\d\\d:\\d\\d${zone}$` : `\\.\\d{${precision}}${zone}$`]
}
