import { expect, test } from 'vitest'
import { compareContracts } from './index.ts'
import { verdictCases } from './verdict-cases.fixture.ts'

test.each(verdictCases())('$why: $level', ({ old, now, policy, level }) => {
  expect(compareContracts(old, now, { policy }).level).toBe(level)
})
