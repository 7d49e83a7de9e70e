import { isRecord } from '@tessera/core.model'
import { corruptObject } from './corrupt.ts'
import type { RawObject } from './types.ts'

/** Reads the fields of an object's JSON body; each failure says which object and which field. */
export interface Fields {
  readonly record: Readonly<Record<string, unknown>>
  string(key: string): string
  optionalString(key: string): string | undefined
  /** Empty where the field is missing. */
  strings(key: string): Readonly<Record<string, string>>
  /** Empty where the field is missing. */
  list(key: string): readonly unknown[]
  fail(why: string): never
}

/** @throws TesseraError `CORRUPT_OBJECT` where the body is no JSON object */
export function readFields(object: RawObject): Fields {
  const what = `${object.type} ${object.hash}`
  return fieldsOf(what, parse(what, object.body))
}

/** The fields of a part of an object. */
export function fieldsOf(what: string, value: unknown): Fields {
  const fail = (why: string): never => {
    throw corruptObject(what, why)
  }
  const record = isRecord(value) ? value : fail('it is no JSON object')
  const optionalString = (key: string): string | undefined => {
    const found = record[key] ?? undefined
    return found === undefined || typeof found === 'string' ? found : fail(`"${key}" is no string`)
  }
  return {
    record,
    fail,
    optionalString,
    string: (key) => optionalString(key) ?? fail(`"${key}" is missing`),
    strings: (key) => {
      const found = record[key] ?? {}
      return isRecord(found) && isStrings(found) ? found : fail(`"${key}" is no map of strings`)
    },
    list: (key) => {
      const found = record[key] ?? []
      return Array.isArray(found) ? found : fail(`"${key}" is no list`)
    },
  }
}

/** The fields of `record` that are none of `known`; undefined where there is nothing else. */
export function restOf(
  record: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): Record<string, unknown> | undefined {
  const rest = Object.entries(record).filter(([key]) => !known.has(key))
  return rest.length === 0 ? undefined : Object.fromEntries(rest)
}

/** JSON with the known keys in their order, then the others as they come; what is undefined is left out. */
export function orderedJson(record: Readonly<Record<string, unknown>>, order: readonly string[]): Buffer {
  const known = new Set(order)
  const keys = [...order, ...Object.keys(record).filter((key) => !known.has(key))]
  const entries = keys.filter((key) => Object.hasOwn(record, key)).map((key) => [key, record[key]] as const)
  return Buffer.from(JSON.stringify(Object.fromEntries(entries)))
}

function parse(what: string, body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw corruptObject(what, `its body is no JSON (${(cause as Error).message})`, cause)
  }
}

function isStrings(record: Record<string, unknown>): record is Record<string, string> {
  return Object.values(record).every((value) => typeof value === 'string')
}
