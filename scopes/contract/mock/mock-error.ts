export interface MockFailure {
  /** The keyword that could not be satisfied. */
  readonly keyword: string
  /** JSON pointer into the value. */
  readonly pointer: string
}

/** What mocks throw. `code`: `MOCK_EMPTY`, `MOCK_GAVE_UP`, `MOCK_INVALID_OVERRIDE` or `MOCK_UNKNOWN_LOCALE`. */
export class MockError extends Error {
  override readonly name: string = 'MockError'
  readonly code: string
  readonly keyword: string
  readonly pointer: string

  constructor(code: string, message: string, { keyword, pointer }: MockFailure) {
    super(message)
    this.code = code
    this.keyword = keyword
    this.pointer = pointer
  }
}

/** Proven: no value satisfies the schema. */
export class EmptySchema extends MockError {
  override readonly name = 'EmptySchema'

  constructor(message: string, at: MockFailure) {
    super('MOCK_EMPTY', message, at)
  }
}

/** No value was found; `keyword` says what was too hard. */
export class GaveUp extends MockError {
  override readonly name = 'GaveUp'

  constructor(message: string, at: MockFailure) {
    super('MOCK_GAVE_UP', message, at)
  }
}
