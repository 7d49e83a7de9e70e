import { isRecord, parseComponentId } from '@tessera/core.model'
import type { Derived } from './types.ts'

/** Reads a `derived.json`; a text instead says what is wrong with it, as the end of a sentence. */
export function parseDerived(text: string): Derived | string {
  const value = parse(text)
  if (!isRecord(value)) return 'is no JSON object'
  const { contract, part, files } = value
  if (typeof contract !== 'string' || !isPlainId(contract))
    return 'names no contract, like acme.orders/orders-api/contract'
  if (typeof part !== 'string' || part === '') return 'names no part, like client'
  if (
    !isRecord(files) ||
    !Object.values(files).every((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))
  ) {
    return 'has no "files" with the sha256 of each generated file'
  }
  return { contract, part, files: files as Derived['files'] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isPlainId(text: string): boolean {
  try {
    return parseComponentId(text).version === undefined
  } catch {
    return false
  }
}
