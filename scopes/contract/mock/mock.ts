import { violations } from './check.ts'
import { edgeCases } from './edge-cases.ts'
import { Failure } from './failure.ts'
import { MockError } from './mock-error.ts'
import { applyOverride, overrideNode } from './override.ts'
import { type Plan, planFor } from './plan.ts'
import { rounds, solve, throwFailure } from './rounds.ts'
import { createShapes } from './shape.ts'
import type { JsonSchema, MockCodec, MockOptions } from './types.ts'

/**
 * A valid, realistic value of the schema; never an invalid one.
 * @throws EmptySchema where it is proven that there is none, GaveUp where none was found, MockError where the override
 * does not fit or the locale is not known
 */
export function mockValue(schema: JsonSchema, options: MockOptions = {}): unknown {
  const { override, mode } = options as { readonly override?: unknown; readonly mode?: MockOptions['mode'] }
  if (mode === 'edge' && override === undefined) return edgeValue(schema, options)
  const plan = planFor(schema, options.defs)
  const value = override === undefined ? solve(plan, options) : solveWith(plan, options, override)
  return value instanceof Failure ? throwFailure(value) : value
}

/** One of the edge cases, by the seed. */
function edgeValue(schema: JsonSchema, { seed = 1, ...options }: MockOptions): unknown {
  const cases = edgeCases(schema, options)
  return cases[Math.abs(seed - 1) % cases.length]?.value
}

/** As many values as asked for, of the seeds `seed`, `seed + 1` and so on. */
export function mockValues(schema: JsonSchema, options: MockOptions & { readonly count: number }): unknown[] {
  const { count, seed = 1, ...rest } = options
  return Array.from({ length: count }, (_, index) => mockValue(schema, { ...rest, seed: seed + index }))
}

/**
 * As `mockValue`, typed: what generated mocks are made of.
 * @example mock<Order>(order, { seed: 7, override: { status: 'paid' } })
 * @param codec turns what travels into a T, and overrides into what travels
 */
export function mock<T>(schema: JsonSchema, options: MockOptions<T> = {}, codec?: MockCodec): T {
  const given = options as MockOptions
  if (codec === undefined) return mockValue(schema, given) as T
  const { override } = given
  const encoded = override === undefined ? given : { ...given, override: codec.encode(override) as typeof override }
  return codec.decode(mockValue(schema, encoded)) as T
}

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
