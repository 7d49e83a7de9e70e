import { hashText, placeAt, type Place, type Random, randomAt } from './chance.ts'
import { isObject } from './equal.ts'
import { makeFormat } from './format-values.ts'
import { makeMoment } from './moments.ts'
import { singular, wordsOf } from './names.ts'
import type { Shape } from './shape.ts'
import type { Words } from './words.ts'

/** What a text is drawn from. */
export interface Source {
  readonly random: Random
  readonly words: Words
  place: Place
  /** What belongs together in one object, such as a name and an address, is drawn from this. */
  object: Place
  name: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export type Producer = (source: Source) => string

const format =
  (name: string): Producer =>
  (source) =>
    makeFormat(name, source)

const code =
  (letters: number, digits: number): Producer =>
  ({ random }) =>
    `${letterText(random, letters)}-${digitText(random, digits)}`

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN', 'JPY']
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl']
const TIME_ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo']

/** What the end of a name says about a text; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, Producer])[] = [
  [/\be ?mail(?: address)?$/, format('email')],
  [/\b(?:first|given) name$/, firstName],
  [/\b(?:last|family) name$|\bsurname$/, lastName],
  [/\b(?:user ?name|login|nick ?name|handle)$/, (source) => `${slug(firstName(source))}.${slug(lastName(source))}`],
  [/\b(?:full|display|holder|contact|person|customer|recipient|sender|author|owner) name$/, fullName],
  [/\b(?:host|host ?name|domain)$/, format('hostname')],
  [/\b(?:file|file ?name)$/, ({ words, random }) => `${words.word(random)}.${random.pick(['pdf', 'png', 'csv'])}`],
  [
    /\b(?:company|organi[sz]ation|vendor|supplier|merchant|brand)(?: name)?$/,
    ({ words, random }) => words.company(random),
  ],
  [/\b(?:product|item|article)(?: name)?$/, ({ words, random }) => words.product(random)],
  [/\b(?:category|department)(?: name)?$/, ({ words, random }) => words.faker(random).commerce.department()],
  [/\b(?:city|town)(?: name)?$/, ({ words, random }) => words.city(random)],
  [/\bcountry code$/, ({ words, random }) => words.countryCode(random)],
  [/\bcountry(?: name)?$/, ({ words, random }) => words.country(random)],
  [/\b(?:state|province|region|county)$/, ({ words, random }) => words.faker(random).location.state()],
  [/\b(?:zip|zip ?code|postal ?code|post ?code|plz)$/, ({ random }) => digitText(random, 5)],
  [/\b(?:street|address line(?: 1)?|street address)$/, ({ words, random }) => words.street(random)],
  [/\baddress$/, ({ words, random }) => `${words.street(random)}, ${words.city(random)}`],
  [/\bcurrency(?: code)?$/, ({ random }) => random.pick(CURRENCIES)],
  [/\b(?:price|amount|total|cost|fee)$/, ({ random }) => (random.int(100, 99_999) / 100).toFixed(2)],
  [/\b(?:phone|mobile|telephone|tel|fax)(?: number)?$/, phone],
  [/\biban$/, ({ words, random }) => words.faker(random).finance.iban({ countryCode: 'DE' })],
  [/\b(?:bic|swift)$/, ({ words, random }) => words.faker(random).finance.bic()],
  [
    /\b(?:card|credit card)(?: number)?$/,
    ({ words, random }) => words.faker(random).finance.creditCardNumber('visa').replaceAll('-', ''),
  ],
  [/\b(?:sku|article number|product code)$/, code(3, 4)],
  [/\b(?:isbn)$/, ({ words, random }) => words.faker(random).commerce.isbn({ separator: '' })],
  [/\b(?:ean|gtin|barcode)$/, ({ random }) => digitText(random, 13)],
  [/\b(?:uuid|guid|trace id|correlation id|request id)$/, format('uuid')],
  [/\b(?:url|uri|link|href|website|homepage|callback|instance|avatar|image|picture|photo)$/, format('uri')],
  [/\b(?:ip|ip address)$/, format('ipv4')],
  [/\bmac(?: address)?$/, ({ words, random }) => words.faker(random).internet.mac()],
  [/\b(?:slug)$/, ({ words, random }) => words.words(random, 2).replaceAll(' ', '-')],
  [/\b(?:language|lang|locale)(?: code)?$/, ({ random }) => random.pick(LANGUAGES)],
  [/\btime ?zone$/, ({ random }) => random.pick(TIME_ZONES)],
  [/\b(?:color|colour)$/, ({ words, random }) => words.faker(random).color.human()],
  [/\b(?:gender|sex)$/, ({ words, random }) => words.faker(random).person.sex()],
  [/\b(?:job|job title|profession|occupation)$/, ({ words, random }) => words.faker(random).person.jobTitle()],
  [/\b(?:mime|mime type|content type|media type)$/, ({ words, random }) => words.faker(random).system.mimeType()],
  [/\bsem ?ver|\bversion$/, ({ random }) => `${random.int(0, 5)}.${random.int(0, 20)}.${random.int(0, 20)}`],
  [/\b(?:token|secret|api key|access key|cursor|etag|hash|checksum|signature)$/, ({ random }) => mixedText(random, 24)],
  [/\b(?:password)$/, format('password')],
  [/\b(?:date|birthday|birth date|date of birth|dob)$/, (source) => moment(source).slice(0, 10)],
  [/\b(?:[a-z]+ at|time ?stamp|date time|created|updated|modified|expires|expiry)$/, moment],
  [
    /\b(?:order|invoice|customer|ticket|tracking|reference|account|booking)(?: (?:number|no|ref|reference))$/,
    code(2, 8),
  ],
  [/\bid$/, ({ random }) => mixedText(random, 10).toLowerCase()],
  [/\b(?:title|subject|headline|summary|heading|label)$/, ({ words, random }) => sentence(words.words(random, 3))],
  [
    /\b(?:description|note|notes|comment|message|text|body|content|detail|details|reason|remark|bio)$/,
    ({ words, random }) => `${sentence(words.words(random, random.int(4, 9)))}.`,
  ],
  [/\b(?:tag|keyword|key|code|type|kind|group|role)$/, ({ words, random }) => words.word(random)],
]

/** A `name` is the name of what it belongs to. */
const NAME_OF: readonly (readonly [RegExp, Producer])[] = [
  [/\b(?:product|item|article|line)$/, ({ words, random }) => words.product(random)],
  [/\b(?:company|organi[sz]ation|merchant|supplier|vendor|shop|store)$/, ({ words, random }) => words.company(random)],
  [/\b(?:category|department)$/, ({ words, random }) => words.faker(random).commerce.department()],
  [/\b(?:country)$/, ({ words, random }) => words.country(random)],
  [/\b(?:city)$/, ({ words, random }) => words.city(random)],
]

const BY_DESCRIPTION: readonly (readonly [RegExp, Producer])[] = [
  [/\bISO 4217\b|\bcurrency code\b/i, ({ random }) => random.pick(CURRENCIES)],
  [/\bISO 3166\b|\bcountry code\b/i, ({ words, random }) => words.countryCode(random)],
  [/\bISO 639\b|\blanguage code\b/i, ({ random }) => random.pick(LANGUAGES)],
  [/\be-?mail address\b/i, format('email')],
  [/\bIBAN\b/, ({ words, random }) => words.faker(random).finance.iban({ countryCode: 'DE' })],
  [/\bE\.164\b|\bphone number\b/i, phone],
  [/\b(?:a|the) (?:URI|URL)\b/, format('uri')],
  [/\bUUID\b/, format('uuid')],
]

const known = new Map<string, Producer | undefined>()

/** A producer of texts like those that have this name and description; undefined where they say nothing. */
export function describeString(name: string, owner: string, description: string): Producer | undefined {
  const key = `${name}\n${owner}\n${description}`
  if (known.size > 50_000) known.clear()
  if (!known.has(key)) known.set(key, find(name, owner, description))
  return known.get(key)
}

/** What the schemas of one place say about it, in words. */
export function descriptionOf({ nodes }: Shape): string {
  const texts = nodes.flatMap(({ schema }) => (isObject(schema) ? [schema['description']] : []))
  return texts
    .filter((text) => typeof text === 'string')
    .join(' ')
    .slice(0, 500)
}

function find(name: string, owner: string, description: string): Producer | undefined {
  const words = wordsOf(name)
  const forms = [words, singular(words)]
  const rule =
    BY_NAME.find(([pattern]) => forms.some((form) => pattern.test(form))) ??
    BY_DESCRIPTION.find(([pattern]) => pattern.test(description))
  if (rule !== undefined) return rule[1]
  return /\bname$/.test(words) ? nameOf(owner) : undefined
}

function nameOf(owner: string): Producer {
  const words = singular(wordsOf(owner))
  return NAME_OF.find(([pattern]) => pattern.test(words))?.[1] ?? fullName
}

const FIRST = hashText('first name')
const LAST = hashText('last name')

/** The same in all properties of one object. */
export function firstName({ words, object }: Source): string {
  return words.firstName(randomAt(placeAt(object, FIRST)))
}

export function lastName({ words, object }: Source): string {
  return words.lastName(randomAt(placeAt(object, LAST)))
}

function fullName(source: Source): string {
  return `${firstName(source)} ${lastName(source)}`
}

const slugs = new Map<string, string>()

/** A name in lower case ASCII letters; `x` where it has none. */
export function slug(name: string): string {
  let letters = slugs.get(name)
  if (letters !== undefined) return letters
  const ascii = name.normalize('NFD').toLowerCase()
  letters = ascii.replaceAll(/[^a-z]/g, '') || 'x'
  if (slugs.size > 50_000) slugs.clear()
  slugs.set(name, letters)
  return letters
}

function moment({ name, place, object, now }: Source): string {
  return makeMoment(name, place, object, now)
}

function phone({ random }: Source): string {
  return `+49${random.int(1, 9)}${digitText(random, 9)}`
}

function letterText(random: Random, length: number): string {
  return textOf('abcdefghijklmnopqrstuvwxyz', random, length).toUpperCase()
}

function digitText(random: Random, length: number): string {
  return textOf('0123456789', random, length)
}

function mixedText(random: Random, length: number): string {
  return textOf('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789', random, length)
}

function textOf(characters: string, random: Random, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += characters[random.int(0, characters.length - 1)]
  return text
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
