import type { Chance } from './semantic-strings.ts'
import { wordsOf } from './words.ts'

const DAY = 86_400_000

const VALUES: Readonly<Record<string, (chance: Chance) => string>> = {
  email: ({ faker }) => faker.internet.exampleEmail().toLowerCase(),
  'idn-email': ({ faker }) => faker.internet.exampleEmail().toLowerCase(),
  uuid: ({ random }) => uuid(() => random.int(0, 15)),
  'date-time': (chance) => makeMoment('', chance),
  date: (chance) => makeMoment('', chance).slice(0, 10),
  time: (chance) => makeMoment('', chance).slice(11),
  duration: ({ random }) =>
    random.pick([`PT${random.int(1, 59)}M`, `PT${random.int(1, 23)}H`, `P${random.int(1, 30)}D`]),
  uri: ({ faker }) => `https://${faker.internet.domainWord()}.example/${faker.lorem.slug(2)}`,
  iri: ({ faker }) => `https://${faker.internet.domainWord()}.example/${faker.lorem.slug(2)}`,
  url: ({ faker }) => `https://${faker.internet.domainWord()}.example.com/${faker.lorem.slug(2)}`,
  'uri-reference': ({ faker }) => `/${faker.lorem.slug(2)}`,
  'iri-reference': ({ faker }) => `/${faker.lorem.slug(2)}`,
  'uri-template': ({ faker }) => `/${faker.lorem.word()}/{id}`,
  hostname: ({ faker }) => `${faker.internet.domainWord()}.example`,
  'idn-hostname': ({ faker }) => `${faker.internet.domainWord()}.example`,
  // Addresses that the RFCs reserve for documentation.
  ipv4: ({ random }) => `192.0.2.${random.int(1, 254)}`,
  ipv6: ({ random }) => `2001:db8::${random.int(1, 0xffff).toString(16)}`,
  regex: () => '^[a-z]+$',
  'json-pointer': ({ faker }) => `/${faker.lorem.word()}`,
  'relative-json-pointer': ({ faker }) => `0/${faker.lorem.word()}`,
  byte: ({ faker }) => base64(faker.lorem.words(2)),
  password: ({ faker }) => `${faker.string.alpha(6)}-${faker.string.numeric(4)}`,
}

/** A text of a format; of a format that is not known, a word. */
export function makeFormat(format: string, chance: Chance): string {
  return (VALUES[format] ?? (({ faker }) => faker.lorem.word()))(chance)
}

/**
 * A moment in UTC, of a kind that the name suggests: of birth, in the future, else within the last year.
 * Computed from milliseconds: no clock, no time zone.
 */
export function makeMoment(name: string, { random, now }: Chance): string {
  const words = wordsOf(name)
  const [from, to] = /\b(?:birth|birthday|dob|born)\b/.test(words)
    ? [-80 * 365, -18 * 365]
    : /\b(?:expir\w*|until|due|end|ends|deadline|next|deliver\w* by)\b/.test(words)
      ? [1, 90]
      : [-365, 0]
  const day = random.int(from, to) * DAY
  return new Date(now + day - random.int(0, DAY / 1000 - 1) * 1000 + random.int(0, 999)).toISOString()
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

function uuid(digit: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (place) =>
    (place === 'x' ? digit() : 8 + (digit() % 4)).toString(16),
  )
}
