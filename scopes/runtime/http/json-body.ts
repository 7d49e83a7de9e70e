import type { Check, Issue } from '@tessera/runtime.core'

export const JSON_TYPE = 'application/json'
export const PROBLEM_TYPE = 'application/problem+json'

/** `application/json` of `application/json; charset=utf-8`; empty where nothing is said. */
export function mediaType(contentType: string | undefined): string {
  if (contentType === JSON_TYPE) return JSON_TYPE
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

export function isJson(type: string): boolean {
  return type === JSON_TYPE || /^application\/(?:[\w.-]+\+)?json$/.test(type)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a JSON body. A property named `__proto__` is dropped: copied into an object it would replace the prototype.
 * @throws TypeError where it is no UTF-8, SyntaxError where it is no JSON
 */
export function parseJson(bytes: Uint8Array): unknown {
  return parseJsonText(decodeUtf8(bytes))
}

/** @throws SyntaxError where it is no JSON */
export function parseJsonText(text: string): unknown {
  // The name may be written with escapes; a reviver for every body would cost more than parsing.
  if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text)
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
}

/** @throws TypeError where it is no UTF-8. The decoder that refuses is slow: it is asked where a quick one left a trace of that, or a BOM. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (globalThis.Buffer === undefined) return utf8.decode(bytes)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  return text.includes('\uFFFD') || text.startsWith('\uFEFF') ? utf8.decode(bytes) : text
}

/** What `check` finds. A value nested deeper than the stack is a finding too, not a crash. */
export function issuesOf(check: Check, value: unknown): Issue[] {
  const issues: Issue[] = []
  try {
    check(value, '', issues)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    issues.push({ pointer: '', keyword: 'depth', message: 'is nested too deep' })
  }
  return issues
}
