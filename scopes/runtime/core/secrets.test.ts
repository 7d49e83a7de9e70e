import { afterEach, expect, test, vi } from 'vitest'
import { NotRetryable } from './errors.ts'
import { failureMessage, mayHoldSecrets, warnOfFailure } from './secrets.ts'

const definition = { redact: { 'pay/request/body': ['/pan'] } }
afterEach(() => vi.restoreAllMocks())

test('secrets are looked for under one name, or anywhere', () => {
  expect(mayHoldSecrets(definition, 'pay')).toBe(true)
  expect(mayHoldSecrets(definition, 'pa')).toBe(false)
  expect(mayHoldSecrets(definition)).toBe(true)
  expect(mayHoldSecrets({ redact: {} })).toBe(false)
  expect(mayHoldSecrets({})).toBe(false)
})

test('what a handler threw is repeated where nothing is secret; what is meant to be read is repeated always', () => {
  expect(failureMessage(new Error('card hunter2'), false)).toBe('card hunter2')
  expect(failureMessage('hunter2', true)).not.toContain('hunter2')
  expect(failureMessage(new Error('card hunter2'), true)).not.toContain('hunter2')
  expect(failureMessage(new NotRetryable('the card was stolen'), true)).toBe('the card was stolen')
})

test('a warning of a secret failure says where it was thrown, and nothing of what it says', () => {
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const error = new TypeError('card\n    at hunter2 in a line of its own')
  warnOfFailure('pay failed', error, { isSecret: true, traceparent: '00-1' })
  warnOfFailure('pay failed', error, { isSecret: false, traceparent: '00-1' })
  const [hidden = '', shown = ''] = emit.mock.calls.map(([text]) => String(text))
  expect(hidden).toContain('secrets.test.ts')
  expect(hidden).not.toContain('hunter2')
  expect(shown).toContain('hunter2')
  expect(emit.mock.calls[0]?.[1]).toEqual({ type: 'TesseraHandlerError', detail: '00-1' })
})
