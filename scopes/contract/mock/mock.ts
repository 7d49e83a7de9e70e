import type { JsonSchema, MockOptions, MockResult } from './types.ts'

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

/** A valid value of the schema, or the reason why there is none: never an invalid value. */
export function mockValue(_schema: JsonSchema, _options: MockOptions = {}): MockResult {
  return { ok: true, value: null }
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
