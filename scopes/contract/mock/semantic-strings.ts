import type { Faker } from '@faker-js/faker'
import { makeFormat, makeMoment } from './format-values.ts'
import type { Random } from './random.ts'
import { singular, wordsOf } from './words.ts'

export interface Chance {
  readonly faker: Faker
  readonly random: Random
  /** Milliseconds since 1970. */
  readonly now: number
}

type Producer = (chance: Chance) => string

const format =
  (name: string): Producer =>
  (chance) =>
    makeFormat(name, chance)

const code =
  (letters: number, digits: number): Producer =>
  ({ faker }) =>
    `${faker.string.alpha({ length: letters, casing: 'upper' })}-${faker.string.numeric(digits)}`

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN', 'JPY']
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl']

/** What the end of a name says about a text; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, Producer])[] = [
  [/\be ?mail(?: address)?$/, format('email')],
  [/\b(?:first|given) name$/, ({ faker }) => faker.person.firstName()],
  [/\b(?:last|family) name$|\bsurname$/, ({ faker }) => faker.person.lastName()],
  [/\b(?:user ?name|login|nick ?name|handle)$/, ({ faker }) => faker.internet.username().toLowerCase()],
  [/\b(?:host|host ?name|domain)$/, format('hostname')],
  [
    /\b(?:file|file ?name)$/,
    ({ faker }) => `${faker.lorem.word()}.${faker.helpers.arrayElement(['pdf', 'png', 'csv'])}`,
  ],
  [/\b(?:company|organi[sz]ation|vendor|supplier|merchant|brand)(?: name)?$/, ({ faker }) => faker.company.name()],
  [/\b(?:product|item|article)(?: name)?$/, ({ faker }) => faker.commerce.productName()],
  [/\b(?:category|department)(?: name)?$/, ({ faker }) => faker.commerce.department()],
  [/\b(?:city|town)(?: name)?$/, ({ faker }) => faker.location.city()],
  [/\bcountry code$/, ({ faker }) => faker.location.countryCode()],
  [/\bcountry(?: name)?$/, ({ faker }) => faker.location.country()],
  [/\b(?:state|province|region|county)$/, ({ faker }) => faker.location.state()],
  [/\b(?:zip|zip ?code|postal ?code|post ?code|plz)$/, ({ faker }) => faker.location.zipCode('#####')],
  [/\b(?:street|address line(?: 1)?|street address)$/, ({ faker }) => faker.location.streetAddress()],
  [/\baddress$/, ({ faker }) => `${faker.location.streetAddress()}, ${faker.location.city()}`],
  [/\bcurrency(?: code)?$/, ({ random }) => random.pick(CURRENCIES)],
  [/\b(?:price|amount|total)$/, ({ faker }) => faker.commerce.price()],
  [
    /\b(?:phone|mobile|telephone|tel|fax)(?: number)?$/,
    ({ faker }) => `+49${faker.string.numeric({ length: 10, allowLeadingZeros: false })}`,
  ],
  [/\biban$/, ({ faker }) => faker.finance.iban({ countryCode: 'DE' })],
  [/\b(?:bic|swift)$/, ({ faker }) => faker.finance.bic()],
  [/\b(?:card|credit card)(?: number)?$/, ({ faker }) => faker.finance.creditCardNumber('visa').replaceAll('-', '')],
  [/\b(?:sku|article number|product code)$/, code(3, 4)],
  [/\b(?:isbn)$/, ({ faker }) => faker.commerce.isbn({ separator: '' })],
  [/\b(?:ean|gtin|barcode)$/, ({ faker }) => faker.string.numeric(13)],
  [/\b(?:uuid|guid|trace id|correlation id|request id)$/, format('uuid')],
  [/\b(?:url|uri|link|href|website|homepage|callback|instance|avatar|image|picture|photo)$/, format('uri')],
  [/\b(?:ip|ip address)$/, format('ipv4')],
  [/\b(?:slug)$/, ({ faker }) => faker.lorem.slug(2)],
  [/\b(?:language|lang|locale)(?: code)?$/, ({ random }) => random.pick(LANGUAGES)],
  [/\btime ?zone$/, ({ random }) => random.pick(['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'])],
  [/\b(?:color|colour)$/, ({ faker }) => faker.color.human()],
  [/\b(?:gender|sex)$/, ({ faker }) => faker.person.sex()],
  [/\b(?:job|job title|role|profession|occupation)$/, ({ faker }) => faker.person.jobTitle()],
  [
    /\b(?:token|secret|api key|access key|cursor|etag|hash|checksum|signature)$/,
    ({ faker }) => faker.string.alphanumeric(24),
  ],
  [/\b(?:password)$/, ({ faker }) => `${faker.string.alpha(6)}-${faker.string.numeric(4)}`],
  [/\b(?:date|birthday|birth date|date of birth|dob)$/, format('date')],
  [
    /\b(?:[a-z]+ at|time ?stamp|date time|created|updated|modified|expires|expiry)$/,
    (chance) => makeMoment('', chance),
  ],
  [
    /\b(?:order|invoice|customer|ticket|tracking|reference|account|booking)(?: (?:number|no|ref|reference))$/,
    code(2, 8),
  ],
  [/\bid$/, ({ faker }) => faker.string.alphanumeric({ length: 10, casing: 'lower' })],
  [/\b(?:title|subject|headline|summary|heading|label)$/, ({ faker }) => sentence(faker.lorem.words(3))],
  [
    /\b(?:description|note|notes|comment|message|text|body|content|detail|details|reason|remark|bio)$/,
    ({ faker }) => faker.lorem.sentence(),
  ],
  [/\b(?:tag|keyword|key|code|type|kind|group)$/, ({ faker }) => faker.lorem.word()],
]

/** A `name` is the name of what it belongs to. */
const NAME_OF: readonly (readonly [RegExp, Producer])[] = [
  [/\b(?:product|item|article|line)$/, ({ faker }) => faker.commerce.productName()],
  [/\b(?:company|organi[sz]ation|merchant|supplier|vendor|shop|store)$/, ({ faker }) => faker.company.name()],
  [/\b(?:category|department)$/, ({ faker }) => faker.commerce.department()],
  [/\b(?:country)$/, ({ faker }) => faker.location.country()],
  [/\b(?:city)$/, ({ faker }) => faker.location.city()],
]

const BY_DESCRIPTION: readonly (readonly [RegExp, Producer])[] = [
  [/\bISO 4217\b|\bcurrency code\b/i, ({ random }) => random.pick(CURRENCIES)],
  [/\bISO 3166\b|\bcountry code\b/i, ({ faker }) => faker.location.countryCode()],
  [/\bISO 639\b|\blanguage code\b/i, ({ random }) => random.pick(LANGUAGES)],
  [/\be-?mail address\b/i, format('email')],
  [/\bIBAN\b/, ({ faker }) => faker.finance.iban({ countryCode: 'DE' })],
  [
    /\bE\.164\b|\bphone number\b/i,
    ({ faker }) => `+49${faker.string.numeric({ length: 10, allowLeadingZeros: false })}`,
  ],
  [/\b(?:a|the) (?:URI|URL)\b/, format('uri')],
  [/\bUUID\b/, format('uuid')],
]

/** A producer of texts like those that have this name and description; undefined where they say nothing. */
export function describeString(names: readonly string[], description: string): Producer | undefined {
  const name = wordsOf(names.at(-1) ?? '')
  const forms = [name, singular(name)]
  const rule =
    BY_NAME.find(([pattern]) => forms.some((form) => pattern.test(form))) ??
    BY_DESCRIPTION.find(([pattern]) => pattern.test(description))
  if (rule !== undefined) return rule[1]
  return /\bname$/.test(name) ? nameOf(names) : undefined
}

function nameOf(names: readonly string[]): Producer {
  const owner = singular(wordsOf(names.at(-2) ?? ''))
  const rule = NAME_OF.find(([pattern]) => pattern.test(owner))
  return rule === undefined ? ({ faker }) => `${faker.person.firstName()} ${faker.person.lastName()}` : rule[1]
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
