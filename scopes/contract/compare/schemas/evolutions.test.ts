import { expect, test } from 'vitest'
import { compareSchemas } from './compare-schemas.ts'
import { EVOLUTIONS } from './evolutions.fixture.ts'

test.each(EVOLUTIONS)('$name', ({ old, now, strict, lenient }) => {
  const level = (policy: 'strict' | 'lenient') => compareSchemas(old, now, { policy }).level
  expect({ strict: level('strict'), lenient: level('lenient') }).toEqual({ strict, lenient })
})
