import { createRequire } from 'node:module'
import type { Faker, LocaleDefinition } from '@faker-js/faker'
// One locale: the main entry loads some seventy, ten times slower and larger.
import { faker as english } from '@faker-js/faker/locale/en'
import type { Random } from './chance.ts'
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
  if (words === undefined) known.set(locale, (words = createWords(locale === 'en' ? english : load(locale))))
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

/** Of the lists of faker the ones that most values need, without what faker does around each draw. */
function createWords(source: Faker): Words {
  const { lorem, person, location } = source.rawDefinitions
  const faker = createFaker(source)
  const from =
    (list: readonly string[] | null | undefined, make: (random: Random) => string) =>
    (random: Random): string =>
      list && list.length > 0 ? random.pick(list) : make(random)
  const word = from(lorem?.['word'] as string[] | undefined, (random) => faker(random).lorem.word())
  const first = person?.first_name
  const last = person?.last_name
  return {
    word,
    words: (random, count) => {
      let text = word(random)
      for (let i = 1; i < count; i++) text += ` ${word(random)}`
      return text
    },
    firstName: from(listed(first), (random) => faker(random).person.firstName()),
    lastName: from(listed(last), (random) => faker(random).person.lastName()),
    city: from(location?.city_name as string[] | undefined, (random) => faker(random).location.city()),
    country: from(location?.country, (random) => faker(random).location.country()),
    countryCode: (random) => faker(random).location.countryCode(),
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
