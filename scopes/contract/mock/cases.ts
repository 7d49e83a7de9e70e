import { GaveUp } from './mock-error.ts'
import type { EdgeCase, InvalidCase, JsonSchema, MockOptions } from './types.ts'

/** Valid values at the borders: smallest, largest, and each bound, branch and absence by itself. */
export function edgeCases(_schema: JsonSchema, _options: MockOptions = {}): EdgeCase[] {
  throw new GaveUp('not there yet', { keyword: '', pointer: '' })
}

/** Values for negative tests: each breaks one constraint, which a validator confirms, and no other. */
export function invalidCases(_schema: JsonSchema, _options: MockOptions = {}): InvalidCase[] {
  throw new GaveUp('not there yet', { keyword: '', pointer: '' })
}
