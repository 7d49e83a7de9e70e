import type { Faker } from '@faker-js/faker'
// One locale: the main entry loads some seventy, ten times slower and larger.
import { faker as english } from '@faker-js/faker/locale/en'
import type { Random } from './random.ts'

/** That entry exports an instance, not the class. */
const FakerClass = english.constructor as typeof Faker

/** Words and names from a source that can be changed from place to place; the shared instance is not touched. */
export function createFaker(): (random: Random) => Faker {
  let next: () => number = () => 0
  const faker = new FakerClass({
    locale: english.rawDefinitions,
    randomizer: { next: () => next(), seed: () => {} },
  })
  return (random) => {
    next = random.next
    return faker
  }
}
