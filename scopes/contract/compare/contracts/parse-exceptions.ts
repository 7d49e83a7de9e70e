import { isRecord, suggestion, TesseraError } from '@tessera/core.model'
import type { ContractException } from './finding.ts'

const FIELDS = ['rule', 'at', 'reason', 'expires'] as const

/**
 * Reads `exceptions.json`: a list of `{ rule, at, reason, expires }`.
 * @throws TesseraError `INVALID_EXCEPTIONS`, with the JSON pointer to what is wrong
 */
export function parseExceptions(text: string, file: string): readonly ContractException[] {
  const fail = (pointer: string, problem: string): never => {
    throw new TesseraError('INVALID_EXCEPTIONS', `${file}: ${problem}`, {
      hint: 'write a list: [{ "rule": "operation-removed", "at": "cancelOrder", "reason": "…", "expires": "2027-03-01" }]',
      location: { file, pointer },
    })
  }
  const value = parseJson(text, fail)
  if (!Array.isArray(value)) return fail('', 'it is no list')
  return value.map((item, index) => exceptionOf(item, `/${index}`, fail))
}

type Fail = (pointer: string, problem: string) => never

function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('', `not JSON: ${(error as Error).message}`)
  }
}

function exceptionOf(item: unknown, pointer: string, fail: Fail): ContractException {
  if (!isRecord(item)) return fail(pointer, `${pointer} is no object`)
  for (const key of Object.keys(item)) {
    if (!FIELDS.some((field) => field === key)) {
      fail(`${pointer}/${key}`, `${pointer} has an unknown field "${key}"${suggestion(key, FIELDS)}`)
    }
  }
  const text = (field: (typeof FIELDS)[number]): string => {
    const value = item[field]
    if (typeof value === 'string' && value.trim() !== '') return value
    return fail(`${pointer}/${field}`, `${pointer} has no "${field}"`)
  }
  const exception = { rule: text('rule'), at: text('at'), reason: text('reason'), expires: text('expires') }
  if (!isDate(exception.expires)) {
    fail(`${pointer}/expires`, `${pointer}/expires is "${exception.expires}", not a date such as 2027-03-01`)
  }
  return exception
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
