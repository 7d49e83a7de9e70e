import { movingRandom, placeAt, rootPlace } from './chance.ts'
import { isValid, violations } from './check.ts'
import { Failure, gaveUp } from './failure.ts'
import { EmptySchema, GaveUp } from './mock-error.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import type { Shape } from './shape.ts'
import { make } from './solve.ts'
import type { MockOptions } from './types.ts'
import { wordsOfLocale } from './words.ts'

/** 15 January 2025: mocks must not move with the calendar. */
const NOW = '2025-01-15T12:00:00.000Z'
/** Values that are made and checked before the schema is given up. */
const ROUNDS = 6
/** Failures within one round. */
const EFFORT = 3000

/**
 * A value of a plan that has been checked, or why there is none. Where the draft and ajv read a schema differently it
 * is one that both find valid, if there is such; else the draft counts.
 */
export function solve(plan: Plan, options: MockOptions, trace?: Run['trace']): unknown | Failure {
  if (plan.asAjv !== undefined) {
    const both = rounds(plan, plan.shapes.of([plan.root, plan.asAjv]), options, trace)
    if (!(both instanceof Failure)) return both
  }
  const result = rounds(plan, plan.shapes.of([plan.root]), options, trace)
  if (!(result instanceof Failure) || plan.bare === undefined) return result
  const bare = solve(plan.bare, options, trace)
  return bare instanceof Failure ? result : bare
}

/** The same for any shape of the plan that has its root in it. */
export function rounds(plan: Plan, shape: Shape, options: MockOptions, trace?: Run['trace']): unknown | Failure {
  let failure: Failure | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const place = rootPlace(options.seed ?? 1)
    const run = runOf(plan, options, round, trace)
    const at = round === 0 ? place : placeAt(place, round)
    const value = make(run, shape, { place: at, object: at, name: '', owner: '', depth: 0, pointer: '' })
    if (!(value instanceof Failure)) {
      if ((run.isSure && trace === undefined && round === 0) || isValid(plan.root, value)) return value
      const [violation] = violations(plan.root, value)
      failure ??= gaveUp(violation?.keyword ?? 'allOf', `no value was found: ${violation?.message ?? ''}`)
    } else if (value.exact) return value
    else if (plan.heightOf(plan.root) === Infinity) return ENDLESS
    else failure ??= value
  }
  return failure
}

/** The first round as asked; then with more care, then with less in it. */
export function runOf(plan: Plan, options: MockOptions, round: number, trace?: Run['trace']): Run {
  const { optionals = 'some', now = NOW, locale = 'en', side } = options
  return {
    shapes: plan.shapes,
    create: plan.create,
    heightOf: plan.heightOf,
    optionals: round < ROUNDS - 2 ? optionals : 'none',
    side,
    source: sourceOf(locale, now),
    attempt: round,
    isCareful: round > 0,
    effort: { left: EFFORT },
    isSure: true,
    watched: 0,
    trace,
  }
}

let last: { readonly locale: string; readonly now: string; readonly source: Run['source'] } | undefined

/** One after the other uses it, and sets it to its place: the one before does for the next value too. */
function sourceOf(locale: string, now: string): Run['source'] {
  if (last !== undefined && last.locale === locale && last.now === now) return last.source
  const at = { place: 0, object: 0, name: '', now: now === NOW ? NOW_MS : Date.parse(now) }
  const source = { random: movingRandom(), words: wordsOfLocale(locale), ...at }
  last = { locale, now, source }
  return source
}

const ENDLESS = new Failure(true, '$ref', 'the schema requires itself without end')
const NOW_MS = Date.parse(NOW)

/** @throws EmptySchema where it is proven that there is no value, GaveUp where none was found */
export function throwFailure({ message, keyword, pointer, exact }: Failure): never {
  const text = pointer === '' ? message : `${pointer}: ${message}`
  throw exact ? new EmptySchema(text, { keyword, pointer }) : new GaveUp(text, { keyword, pointer })
}
