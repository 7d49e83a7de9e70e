import { isRecord, suggestion, TesseraError } from '@tessera/core.model'
import type { ContractDocument } from './document.ts'
import { danglingReferences } from './references.ts'

type Check = (value: unknown, pointer: string, report: Report) => void
type Report = (pointer: string, problem: string) => void

/**
 * Reads `contract.json`: its shape is checked, and that everything it names is in it.
 * @throws TesseraError `INVALID_CONTRACT_DOCUMENT`, with the JSON pointer to what is wrong
 */
export function parseDocument(text: string, file: string): ContractDocument {
  const fail = (pointer: string, problem: string): never => {
    throw new TesseraError('INVALID_CONTRACT_DOCUMENT', `${file}: ${problem}`, {
      hint: 'contract.json is written by Tessera: make it anew with tessera generate',
      location: { file, pointer },
    })
  }
  const value = parseJson(text, (problem) => fail('', problem))
  if (isRecord(value) && typeof value['formatVersion'] === 'number' && value['formatVersion'] > 1) {
    fail('/formatVersion', `format ${value['formatVersion']} is newer than this Tessera, which reads format 1`)
  }
  DOCUMENT(value, '', fail)
  const document = value as ContractDocument
  for (const { pointer, problem } of danglingReferences(document)) fail(pointer, problem)
  return document
}

function parseJson(text: string, fail: (problem: string) => never): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(`not JSON: ${(error as Error).message}`)
  }
}

const string: Check = (value, pointer, report) => {
  if (typeof value !== 'string') report(pointer, `${pointer} must be a string, is ${kind(value)}`)
}

const schema: Check = (value, pointer, report) => {
  if (typeof value !== 'boolean' && !isRecord(value)) {
    report(pointer, `${pointer} must be a schema (an object or a boolean), is ${kind(value)}`)
  }
}

const wholeNumber: Check = (value, pointer, report) => {
  if (!Number.isInteger(value) || (value as number) < 1) {
    report(pointer, `${pointer} must be a whole number from 1, is ${kind(value)}`)
  }
}

function oneOf(...values: readonly unknown[]): Check {
  return (value, pointer, report) => {
    if (values.includes(value)) return
    report(
      pointer,
      `${pointer} must be ${values.map((option) => JSON.stringify(option)).join(' or ')}, is ${kind(value)}`,
    )
  }
}

function listOf(check: Check): Check {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report(pointer, `${pointer} must be a list, is ${kind(value)}`)
    value.forEach((item, index) => check(item, `${pointer}/${index}`, report))
  }
}

function recordOf(check: Check): Check {
  return (value, pointer, report) => {
    if (!isRecord(value)) return report(pointer, `${pointer} must be an object, is ${kind(value)}`)
    for (const [key, item] of Object.entries(value)) check(item, `${pointer}/${escape(key)}`, report)
  }
}

/** Exactly these fields: an unknown one would be lost when the document is written again. */
function object(required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  const known = { ...required, ...optional }
  return (value, pointer, report) => {
    if (!isRecord(value)) return report(pointer, `${pointer || 'the document'} must be an object, is ${kind(value)}`)
    for (const field of Object.keys(required)) {
      if (!(field in value)) report(pointer, `${pointer || 'the document'} has no "${field}"`)
    }
    for (const [field, item] of Object.entries(value)) {
      const check = Object.hasOwn(known, field) ? known[field] : undefined
      if (check === undefined) {
        const place = pointer || 'the document'
        report(
          `${pointer}/${escape(field)}`,
          `${place} has an unknown field "${field}"${suggestion(field, Object.keys(known))}`,
        )
      } else check(item, `${pointer}/${field}`, report)
    }
  }
}

const SLOT = object(
  { at: string, sentBy: oneOf('provider', 'consumer', 'either'), schema },
  { mediaType: string, strict: oneOf(true) },
)

const OPERATION = object(
  {
    method: oneOf('GET', 'PUT', 'POST', 'PATCH', 'DELETE'),
    path: string,
    idempotent: oneOf(true, false, 'key'),
    request: object({}, { params: string, query: string, headers: string, body: string }),
    responses: recordOf(object({}, { body: string, problem: oneOf(true), description: string })),
  },
  { summary: string, description: string, deprecated: string, deadlineMs: wholeNumber },
)

const DOCUMENT = object(
  {
    formatVersion: oneOf(1),
    id: string,
    pattern: oneOf('http', 'messaging', 'sockets', 'events', 'schemas'),
    line: wholeNumber,
    slots: listOf(SLOT),
    exports: listOf(string),
    $defs: recordOf(schema),
  },
  { summary: string, description: string, operations: recordOf(OPERATION) },
)

function kind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : JSON.stringify(value)
}

function escape(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
