import { createRequire } from 'node:module'
import type { Faker, LocaleDefinition } from '@faker-js/faker'
import type { Random } from './chance.ts'
import { ENGLISH } from './english.ts'
import { MockError } from './mock-error.ts'

/** Words and names of one locale, each drawn from the source that is given. */
export interface Words {
  word(random: Random): string
  words(random: Random, count: number): string
  firstName(random: Random): string
  lastName(random: Random): string
  city(random: Random): string
  country(random: Random): string
  countryCode(random: Random): string
  /** With the number of the house. */
  street(random: Random): string
  company(random: Random): string
  product(random: Random): string
  /** For what is rare: the whole of faker, drawing from the source. */
  faker(random: Random): Faker
}

const known = new Map<string, Words>()

/**
 * The words of a locale of faker; of what it does not have, the English ones.
 * @throws MockError MOCK_UNKNOWN_LOCALE
 */
export function wordsOfLocale(locale: string): Words {
  let words = known.get(locale)
  if (words === undefined) known.set(locale, (words = locale === 'en' ? englishWords() : wordsOf(load(locale))))
  return words
}

function load(locale: string): Faker {
  try {
    if (!/^\w+$/.test(locale)) throw new Error('no name of a locale')
    // By need, and at once: a mock is a plain function, and all locales together are megabytes.
    const entry = createRequire(import.meta.url)(`@faker-js/faker/locale/${locale}`) as { faker: Faker }
    return entry.faker
  } catch {
    const message = `faker has no locale "${locale}"`
    throw new MockError('MOCK_UNKNOWN_LOCALE', message, { keyword: 'locale', pointer: '' })
  }
}

function englishWords(): Words {
  const { word, firstName, lastName, city, country, countryCode, look, material, thing, street, firm } = ENGLISH
  let faker: Words['faker'] | undefined
  return {
    word: (random) => random.pick(word),
    words: (random, count) => joined((one) => one.pick(word), random, count),
    firstName: (random) => random.pick(firstName),
    lastName: (random) => random.pick(lastName),
    city: (random) => random.pick(city),
    country: (random) => random.pick(country),
    countryCode: (random) => random.pick(countryCode),
    street: (random) => `${random.int(1, 999)} ${random.pick(lastName)} ${random.pick(street)}`,
    company: (random) => `${random.pick(lastName)} ${random.pick(firm)}`,
    product: (random) => `${random.pick(look)} ${random.pick(material)} ${random.pick(thing)}`,
    faker: (random) => (faker ??= createFaker(load('en')))(random),
  }
}

function joined(word: (random: Random) => string, random: Random, count: number): string {
  let text = word(random)
  for (let i = 1; i < count; i++) text += ` ${word(random)}`
  return text
}

/** Of the lists of faker the ones that most values need, without what faker does around each draw. */
function wordsOf(source: Faker): Words {
  const { lorem, person, location } = source.rawDefinitions
  const faker = createFaker(source)
  const from =
    (list: readonly string[] | null | undefined, make: (random: Random) => string) =>
    (random: Random): string =>
      list && list.length > 0 ? random.pick(list) : make(random)
  const word = from(lorem?.['word'] as string[] | undefined, (random) => faker(random).lorem.word())
  return {
    word,
    words: (random, count) => joined(word, random, count),
    firstName: from(listed(person?.first_name), (random) => faker(random).person.firstName()),
    lastName: from(listed(person?.last_name), (random) => faker(random).person.lastName()),
    city: from(location?.city_name as string[] | undefined, (random) => faker(random).location.city()),
    country: from(location?.country, (random) => faker(random).location.country()),
    countryCode: (random) => faker(random).location.countryCode(),
    street: (random) => faker(random).location.streetAddress(),
    company: (random) => faker(random).company.name(),
    product: (random) => faker(random).commerce.productName(),
    faker,
  }
}

/** Names that stand in a list for all, or in one for each sex. */
function listed(names: Partial<Record<'generic' | 'female' | 'male', readonly string[] | null>> | null | undefined) {
  const { generic, female, male } = names ?? {}
  return generic && generic.length > 0 ? generic : [...(female ?? []), ...(male ?? [])]
}

/** That entry exports an instance, not the class; the shared one is not touched. */
function createFaker(source: Faker): (random: Random) => Faker {
  const english = load('en')
  const FakerClass = english.constructor as typeof Faker
  let next: () => number = () => 0
  const locales: LocaleDefinition[] =
    source === english ? [english.rawDefinitions] : [source.rawDefinitions, english.rawDefinitions]
  const faker = new FakerClass({ locale: locales, randomizer: { next: () => next(), seed: () => {} } })
  return (random) => {
    next = () => random.next()
    return faker
  }
}
