import { fullFormats } from 'ajv-formats/dist/formats.js'

/** What ajv-formats takes a name to mean; of strings. */
export interface StringFormat {
  readonly test: (text: string) => boolean
  /** A pattern that says the same. */
  readonly exact?: string
  /** A pattern that all its texts match; others may too. */
  readonly wider?: string
  /** A pattern that only its texts match, if not all of them. */
  readonly narrower?: string
  readonly samples: readonly string[]
  /** The most characters a text has. */
  readonly most?: number
  /** Formats that all its texts have too. */
  readonly within?: readonly string[]
}

const DATE = `(?:${[
  '\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))',
  '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29',
].join('|')})`
const HOUR = '(?:[01]\\d|2[0-3])'
/** Without the leap seconds, which depend on the offset. */
const TIME = `${HOUR}:[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-]${HOUR}(?::?[0-5]\\d)?)`
const LAX_TIME = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)'
const LAX_DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])'
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?'
const SHORT_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?'
const PERIOD = '(?:\\d+Y(?:\\d+M)?(?:\\d+D)?|\\d+M(?:\\d+D)?|\\d+D)'
const CLOCK = 'T(?:\\d+H(?:\\d+M)?(?:\\d+S)?|\\d+M(?:\\d+S)?|\\d+S)'

/** What is regular is said as a pattern, so that formats can be held against patterns and against each other. */
const FACTS: Readonly<Record<string, Omit<StringFormat, 'test' | 'samples'>>> = {
  date: { exact: `^${DATE}$` },
  time: { within: ['iso-time'], wider: `^${LAX_TIME}$`, narrower: `^${TIME}$` },
  'date-time': {
    within: ['iso-date-time'],
    wider: `^${LAX_DATE}[Tt\\s]${LAX_TIME}$`,
    narrower: `^${DATE}[Tt\\s]${TIME}$`,
  },
  'iso-time': { wider: '^\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)?$' },
  'iso-date-time': { wider: `^${LAX_DATE}[Tt\\s]\\d\\d:\\d\\d:\\d\\d` },
  duration: { exact: `^P(?:${PERIOD}(?:${CLOCK})?|${CLOCK}|\\d+W)$` },
  uri: { within: ['uri-reference'], wider: '^[A-Za-z][A-Za-z0-9+.\\-]*:[^\\s]+$' },
  'uri-reference': { wider: '^[!-~]*$' },
  'uri-template': { wider: '^[^\\x00-\\x20"<>\\\\^`|]*$' },
  url: { wider: '^(?:[Hh][Tt][Tt][Pp][Ssſ]?|[Ff][Tt][Pp])://' },
  email: { exact: `^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$` },
  hostname: {
    most: 254,
    wider: `^${LABEL}(?:\\.${LABEL})*\\.?$`,
    narrower: `^${SHORT_LABEL}(?:\\.${SHORT_LABEL}){0,3}$`,
  },
  ipv4: { exact: '^(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)$' },
  ipv6: { wider: '^[0-9A-Fa-f:.]{2,45}$', narrower: '^(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$' },
  uuid: { exact: '^(?:[Uu][Rr][Nn]:[Uu][Uu][Ii][Dd]:)?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$' },
  'json-pointer': { exact: '^(?:/(?:[^~/]|~0|~1)*)*$' },
  'relative-json-pointer': { exact: '^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$' },
  'json-pointer-uri-fragment': { wider: '^#' },
}

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  date: ['2024-02-29', '1999-12-31'],
  time: ['12:30:00Z', '23:59:59.5+02:00', '00:00:00z'],
  'date-time': ['2024-02-29T12:30:00Z', '1999-12-31t23:59:59.123-05:00', '2016-12-31T23:59:60Z'],
  'iso-time': ['12:30:00', '12:30:00Z'],
  'iso-date-time': ['2024-02-29 12:30:00', '2024-02-29T12:30:00Z'],
  duration: ['P1D', 'PT1H', 'P2W'],
  uri: ['https://example.com/a?b=c#d', 'urn:isbn:0451450523', 'mailto:a@example.com'],
  'uri-reference': ['/a/b', '#c', 'https://example.com/', ''],
  'uri-template': ['/orders/{id}', 'https://example.com/{?q}'],
  url: ['https://example.com/a', 'ftp://example.com'],
  email: ['a@example.com', 'first.last@mail.example.org', '*@example.com'],
  hostname: ['example.com', 'localhost', 'a'],
  ipv4: ['192.0.2.1', '0.0.0.0'],
  ipv6: ['2001:db8::1', '::', '::ffff:192.0.2.1'],
  regex: ['^a+$', '', '[0-9]'],
  uuid: ['f81d4fae-7dec-41d0-a765-00a0c91e6bf6', 'urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6'],
  'json-pointer': ['', '/a/0'],
  'relative-json-pointer': ['0#', '1/a'],
  'json-pointer-uri-fragment': ['#/a', '#'],
  byte: ['', 'aGVsbG8='],
}

const known = new Map<string, StringFormat | undefined>()

/** A format of strings; undefined where the name is not known, or says nothing of strings: then it is a mere remark. */
export function stringFormat(name: string): StringFormat | undefined {
  if (!known.has(name)) known.set(name, make(name))
  return known.get(name)
}

function make(name: string): StringFormat | undefined {
  const test = Object.hasOwn(fullFormats, name) ? testOf(fullFormats[name as keyof typeof fullFormats]) : undefined
  return test && { test, ...FACTS[name], samples: SAMPLES[name] ?? [] }
}

function testOf(format: (typeof fullFormats)[keyof typeof fullFormats]): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text)
  if (typeof format === 'function') return format as (text: string) => boolean
  if (typeof format !== 'object' || ('type' in format && format.type === 'number')) return undefined
  const { validate } = format
  if (validate instanceof RegExp) return (text) => validate.test(text)
  return typeof validate === 'function' ? (validate as (text: string) => boolean) : undefined
}

/** Names of formats that ajv-formats checks. */
export const FORMATS: readonly string[] = Object.keys(fullFormats).filter((name) => stringFormat(name) !== undefined)
