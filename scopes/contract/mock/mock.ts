import type { Context } from './context.ts'
import { createFaker } from './fake.ts'
import { generate } from './generate.ts'
import { applyOverride, overrideSchema } from './override.ts'
import { randomAt } from './random.ts'
import { type References, references } from './references.ts'
import type { JsonSchema, MockOptions, MockResult } from './types.ts'
import { validate } from './validate.ts'

/** What `mock` throws. `code`: `MOCK_EMPTY`, `MOCK_GAVE_UP` or `MOCK_INVALID_OVERRIDE`. */
export class MockError extends Error {
  override readonly name = 'MockError'
  readonly code: string
  readonly keyword: string
  /** JSON pointer into the value. */
  readonly pointer: string

  constructor(code: string, message: string, at: { readonly keyword: string; readonly pointer: string }) {
    super(message)
    this.code = code
    this.keyword = at.keyword
    this.pointer = at.pointer
  }
}

/** 15 January 2025: mocks must not move with the calendar. */
const NOW = '2025-01-15T12:00:00.000Z'
const BUDGET = 20_000

/** A valid value of the schema, or the reason why there is none: never an invalid value. */
export function mockValue(schema: JsonSchema, options: MockOptions = {}): MockResult {
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

/**
 * A valid, realistic value of the schema.
 * @throws MockError where there is none, where none was found, or where the override makes it invalid
 */
export function mock<T>(schema: JsonSchema, options: MockOptions<T> = {}): T {
  const result = mockValue(schema, options)
  if (result.ok) return result.value as T
  const code = { empty: 'MOCK_EMPTY', 'gave-up': 'MOCK_GAVE_UP', 'invalid-override': 'MOCK_INVALID_OVERRIDE' }
  throw new MockError(code[result.reason], result.message, result)
}
