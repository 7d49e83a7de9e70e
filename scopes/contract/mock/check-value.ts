import { violations } from './check.ts'
import type { Violation } from './check-run.ts'
import { planFor } from './plan.ts'
import type { JsonSchema, MockOptions } from './types.ts'

export type { Violation } from './check-run.ts'

/** All that is wrong with a value, as mocks see it; empty where it is valid. What is wrong in branches counts as one. */
export function checkValue(schema: JsonSchema, value: unknown, options: Pick<MockOptions, 'defs'> = {}): Violation[] {
  return violations(planFor(schema, options.defs).root, value)
}
