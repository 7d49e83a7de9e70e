// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import type { MockCodec } from '@tessera/contract.mock'
import { dateToText, isObject, textToDate } from '@tessera/runtime.core'

export const settledCodec: MockCodec = { encode: encodeSettled, decode: decodeSettled }

function encodeSettled(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['settledAt'] !== undefined) copy['settledAt'] = dateToText(copy['settledAt'])
  return copy
}

function decodeSettled(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['settledAt'] !== undefined) copy['settledAt'] = textToDate(copy['settledAt'])
  return copy
}
