import type { Context } from './context.ts'
import { createFaker } from './fake.ts'
import { generate } from './generate.ts'
import { applyOverride, overrideSchema } from './override.ts'
import { randomAt } from './random.ts'
import { type References, references } from './references.ts'
import { EmptySchema, GaveUp, MockError } from './mock-error.ts'
import type { JsonSchema, MockOptions } from './types.ts'
import { validate } from './validate.ts'

/** 15 January 2025: mocks must not move with the calendar. */
const NOW = '2025-01-15T12:00:00.000Z'
const BUDGET = 20_000

type MockResult =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly reason: 'empty' | 'gave-up' | 'invalid-override'
      readonly keyword: string
      readonly pointer: string
      readonly message: string
    }

/**
 * A valid, realistic value of the schema; never an invalid one.
 * @throws EmptySchema where it is proven that there is none, GaveUp where none was found, MockError where the override
 * does not fit
 */
export function mockValue(schema: JsonSchema, options: MockOptions = {}): unknown {
  const result = attempt(schema, options)
  if (result.ok) return result.value
  if (result.reason === 'empty') throw new EmptySchema(result.message, result)
  if (result.reason === 'gave-up') throw new GaveUp(result.message, result)
  throw new MockError('MOCK_INVALID_OVERRIDE', result.message, result)
}

/** As many values as asked for, of the seeds `seed`, `seed + 1` and so on. */
export function mockValues(schema: JsonSchema, options: MockOptions & { readonly count: number }): unknown[] {
  const { count, seed = 1, ...rest } = options
  return Array.from({ length: count }, (_, index) => mockValue(schema, { ...rest, seed: seed + index }))
}

/** As `mockValue`, typed: what generated mocks are made of. */
export function mock<T>(schema: JsonSchema, options: MockOptions<T> = {}): T {
  return mockValue(schema, options as MockOptions) as T
}

function attempt(schema: JsonSchema, options: MockOptions): MockResult {
  const defs = options.defs ?? {}
  const refs = references(schema, defs)
  const { override } = options as { readonly override?: unknown }
  if (override === undefined) return make(schema, refs, options)
  const steered = make({ allOf: [schema, overrideSchema(override)] }, refs, options)
  if (steered.ok) return steered
  return mergeOverride(schema, refs, options, override)
}

/** No value fits both: merging names the place where the override breaks the schema. */
function mergeOverride(schema: JsonSchema, refs: References, options: MockOptions, override: unknown): MockResult {
  const plain = make(schema, refs, options)
  if (!plain.ok) return plain
  const value = applyOverride(plain.value, override)
  const violation = validate(schema, value, refs)
  if (violation === undefined) return { ok: true, value }
  const message = `the override does not fit: ${violation.pointer || 'the value'} ${violation.message}`
  return { ok: false, reason: 'invalid-override', ...violation, message }
}

function make(
  schema: JsonSchema,
  refs: References,
  { seed = 1, optionals = 'some', now = NOW }: MockOptions,
): MockResult {
  const context: Context = {
    ...{ references: refs, optionals, now: Date.parse(now), budget: BUDGET },
    fake: createFaker(),
  }
  return generate(context, schema, { pointer: '', random: randomAt(String(seed)), names: [], trail: [] })
}
