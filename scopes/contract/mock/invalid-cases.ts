import type { InvalidCase, JsonSchema, MockOptions } from './types.ts'
import { breaksOf } from './breaks.ts'
import { violations } from './check.ts'
import { type Placed, placedValue, replaceAt, type ValuePlace, valueAt } from './places.ts'

/**
 * Values for negative tests: each a valid value with one constraint broken, which a check of the whole confirms: one
 * keyword at one place, and nothing else. Where all that is wrong lies within branches, it is the keyword of these.
 * The same list for the same schema.
 * @throws EmptySchema, GaveUp
 * @example for (const { name, value } of invalidCases(order)) test(name, () => expect(parse(value)).toBe('refused'))
 */
export function invalidCases(schema: JsonSchema, options: MockOptions = {}): InvalidCase[] {
  const placed = placedValue(schema, { ...options, optionals: 'all' })
  const cases = placed.places.flatMap((place) => casesAt(placed, place))
  const known = new Set<string>()
  return cases.filter(({ name }) => !known.has(name) && known.add(name))
}

function casesAt(placed: Placed, place: ValuePlace): InvalidCase[] {
  const part = valueAt(placed.value, place.pointer)
  return breaksOf(placed, place, part).flatMap((broken) => {
    const value = replaceAt(placed.value, place.pointer, broken)
    const [first, ...others] = violations(placed.plan.root, value)
    if (first === undefined) return []
    const { keyword, pointer, message } = first
    if (others.some((other) => other.keyword !== keyword || other.pointer !== pointer)) return []
    // Of several that are required, each is a case.
    const what = /required/i.test(keyword) ? `${keyword}, ${message}` : keyword
    return [{ name: pointer === '' ? what : `${pointer}: ${what}`, pointer, keyword, value }]
  })
}
