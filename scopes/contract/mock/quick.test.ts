import { expect, test } from 'vitest'
import { catalog } from './catalog.fixture.ts'
import { isValid } from './check.ts'
import { corpus } from './corpus.fixture.ts'
import { Failure } from './failure.ts'
import { planFor } from './plan.ts'
import { solve } from './rounds.ts'
import { store } from './store.fixture.ts'
import { suite2020, suite4, suite7 } from './suite.fixture.ts'
import type { JsonSchema, MockOptions } from './types.ts'

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1)
const OPTIONALS = ['all', 'some', 'none'] as const
const all: Record<string, JsonSchema> = { ...suite2020, ...suite7, ...suite4, ...corpus, ...store, ...catalog }

test.each(Object.entries(all))(
  '%s: prepared makers and the search make the same, and what is not checked is valid',
  (_name, schema) => {
    const [prepared, searched] = [planFor(schema), planFor(structuredClone(schema))]
    for (const seed of SEEDS) {
      for (const optionals of OPTIONALS) {
        const options: MockOptions = { seed, optionals }
        const value = solve(prepared, options)
        // Tracing leaves nothing to prepared makers.
        expect(value).toEqual(solve(searched, options, () => undefined))
        expect(
          value instanceof Failure || [prepared, prepared.bare].some((plan) => plan && isValid(plan.root, value)),
        ).toBe(true)
      }
    }
  },
)
