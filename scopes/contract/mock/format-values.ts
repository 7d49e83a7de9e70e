import type { Random } from './chance.ts'
import { makeMoment } from './moments.ts'
import { firstName, lastName, slug, type Producer, type Source } from './semantic-strings.ts'

const uri: Producer = ({ words, random }) =>
  `https://${slug(words.word(random))}.example/${slug(words.word(random))}-${slug(words.word(random))}`
const email: Producer = (source) =>
  `${slug(firstName(source))}.${slug(lastName(source))}@${source.random.pick(['example.com', 'example.org', 'example.net'])}`
const hostname: Producer = ({ words, random }) => `${slug(words.word(random))}.example`
const path: Producer = ({ words, random }) => `/${slug(words.word(random))}`
const moment: Producer = ({ name, place, object, now }) => makeMoment(name, place, object, now)

const VALUES: Readonly<Record<string, Producer>> = {
  email,
  'idn-email': email,
  uuid: ({ random }) => uuid(random),
  'date-time': moment,
  date: (source) => moment(source).slice(0, 10),
  time: (source) => moment(source).slice(11),
  'iso-date-time': moment,
  'iso-time': (source) => moment(source).slice(11),
  duration: ({ random }) =>
    random.pick([`PT${random.int(1, 59)}M`, `PT${random.int(1, 23)}H`, `P${random.int(1, 30)}D`]),
  uri,
  iri: uri,
  url: ({ words, random }) => `https://${slug(words.word(random))}.example.com/${slug(words.word(random))}`,
  'uri-reference': path,
  'iri-reference': path,
  'uri-template': (source) => `${path(source)}/{id}`,
  hostname,
  'idn-hostname': hostname,
  // Addresses that the RFCs reserve for documentation.
  ipv4: ({ random }) => `192.0.2.${random.int(1, 254)}`,
  ipv6: ({ random }) => `2001:db8::${random.int(1, 0xffff).toString(16)}`,
  regex: ({ words, random }) => `^${slug(words.word(random))}\\d+$`,
  'json-pointer': path,
  'relative-json-pointer': (source) => `0${path(source)}`,
  byte: ({ words, random }) => base64(words.words(random, 2)),
  password: ({ words, random }) => `${slug(words.word(random))}-${random.int(1000, 9999)}`,
}

/** A producer of texts of a format; undefined where it is not known. */
export function formatProducer(format: string): Producer | undefined {
  return Object.hasOwn(VALUES, format) ? VALUES[format] : undefined
}

/** A text of a format that is known. */
export function makeFormat(format: string, source: Source): string {
  return (VALUES[format] as Producer)(source)
}

/** Base64 of ASCII text. */
export function base64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let result = ''
  for (let i = 0; i < text.length; i += 3) {
    const bytes = [0, 1, 2].map((k) => text.charCodeAt(i + k) || 0) as [number, number, number]
    const bits = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2]
    const chars = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63])
    result += chars.map((char, k) => (i + k > text.length ? '=' : char)).join('')
  }
  return result
}

function uuid(random: Random): string {
  const [a, b, c, d] = [hex(random), hex(random), hex(random), hex(random)]
  const variant = '89ab'[random.int(0, 3)]
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
}

const BYTES = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1))

/** Eight digits. By a table: writing a number to another base takes longer than all else here. */
function hex(random: Random): string {
  const bits = random.int(0, 0xffff_ffff)
  const at = (shift: number): string => BYTES[(bits >>> shift) & 255] as string
  return at(24) + at(16) + at(8) + at(0)
}
