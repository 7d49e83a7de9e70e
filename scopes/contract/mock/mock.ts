import { placeAt, rootPlace } from './chance.ts'
import { isValid, violations } from './check.ts'
import { Failure, gaveUp } from './failure.ts'
import { EmptySchema, GaveUp, MockError } from './mock-error.ts'
import { applyOverride, overrideNode } from './override.ts'
import { type Plan, planFor } from './plan.ts'
import type { Run } from './run.ts'
import { createShapes, type Shape } from './shape.ts'
import { make } from './solve.ts'
import type { JsonSchema, MockOptions } from './types.ts'
import { wordsOfLocale } from './words.ts'

/** 15 January 2025: mocks must not move with the calendar. */
const NOW = '2025-01-15T12:00:00.000Z'
/** Values that are made and checked before the schema is given up. */
const ROUNDS = 6
/** Failures within one round. */
const EFFORT = 3000

/**
 * A valid, realistic value of the schema; never an invalid one.
 * @throws EmptySchema where it is proven that there is none, GaveUp where none was found, MockError where the override
 * does not fit or the locale is not known
 */
export function mockValue(schema: JsonSchema, options: MockOptions = {}): unknown {
  const plan = planFor(schema, options.defs)
  const { override } = options as { readonly override?: unknown }
  const value = override === undefined ? solve(plan, options) : solveWith(plan, options, override)
  if (!(value instanceof Failure)) return value
  const { message, keyword, pointer } = value
  const text = pointer === '' ? message : `${pointer}: ${message}`
  throw value.exact ? new EmptySchema(text, { keyword, pointer }) : new GaveUp(text, { keyword, pointer })
}

/** As many values as asked for, of the seeds `seed`, `seed + 1` and so on. */
export function mockValues(schema: JsonSchema, options: MockOptions & { readonly count: number }): unknown[] {
  const { count, seed = 1, ...rest } = options
  return Array.from({ length: count }, (_, index) => mockValue(schema, { ...rest, seed: seed + index }))
}

/**
 * As `mockValue`, typed: what generated mocks are made of.
 * @example mock<Order>(order, { seed: 7, override: { status: 'paid' } })
 */
export function mock<T>(schema: JsonSchema, options: MockOptions<T> = {}): T {
  return mockValue(schema, options as MockOptions) as T
}

/** A value of a plan that has been checked, or why there is none. */
export function solve(plan: Plan, options: MockOptions, trace?: Run['trace']): unknown | Failure {
  const result = rounds(plan, plan.shapes.of([plan.root]), options, trace)
  if (!(result instanceof Failure) || plan.bare === undefined) return result
  const bare = solve(plan.bare, options, trace)
  return bare instanceof Failure ? result : bare
}

function rounds(plan: Plan, shape: Shape, options: MockOptions, trace?: Run['trace']): unknown | Failure {
  let failure: Failure | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const place = rootPlace(options.seed ?? 1)
    const run = runOf(plan, options, round, trace)
    const at = round === 0 ? place : placeAt(place, round)
    const value = make(run, shape, { place: at, object: at, name: '', owner: '', depth: 0, pointer: '' })
    if (!(value instanceof Failure)) {
      if (isValid(plan.root, value)) return value
      const [violation] = violations(plan.root, value)
      failure ??= gaveUp(violation?.keyword ?? 'allOf', `no value was found: ${violation?.message ?? ''}`)
    } else if (value.exact) return value
    else if (plan.heightOf(plan.root) === Infinity) return ENDLESS
    else failure ??= value
  }
  return failure
}

/** The first round as asked; then with more care, then with less in it. */
function runOf(plan: Plan, options: MockOptions, round: number, trace?: Run['trace']): Run {
  const { optionals = 'some', now = NOW, locale = 'en', side } = options
  return {
    shapes: plan.shapes,
    create: plan.create,
    heightOf: plan.heightOf,
    optionals: round < ROUNDS - 2 ? optionals : 'none',
    side,
    now: now === NOW ? NOW_MS : Date.parse(now),
    words: wordsOfLocale(locale),
    open: new Map(),
    attempt: round,
    isCareful: round > 0,
    effort: { left: EFFORT },
    ...(trace === undefined ? {} : { trace }),
  }
}

const ENDLESS = new Failure(true, '$ref', 'the schema requires itself without end')
const NOW_MS = Date.parse(NOW)

/** The override steers which branches are taken; where no value has both, it is laid over and the clash named. */
function solveWith(plan: Plan, options: MockOptions, override: unknown): unknown | Failure {
  const shapes = createShapes(plan.create)
  const steered = rounds({ ...plan, shapes }, shapes.of([plan.root, overrideNode(override, plan.create)]), options)
  if (!(steered instanceof Failure)) return steered
  const plain = solve(plan, options)
  if (plain instanceof Failure) return plain
  const value = applyOverride(plain, override)
  const [violation] = violations(plan.root, value)
  if (violation === undefined) return value
  const message = `the override does not fit: ${violation.pointer || 'the value'} ${violation.message}`
  throw new MockError('MOCK_INVALID_OVERRIDE', message, violation)
}
