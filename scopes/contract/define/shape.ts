import { isRecord, suggestion } from '@tessera/core.model'

/** Notes what is wrong at a JSON pointer. */
export type Report = (pointer: string, problem: string) => void

/** How one part of a document looks: what is checked, and in which order its keys are written. */
export interface Shape {
  check(value: unknown, pointer: string, report: Report): void
  /** Only for values that the check found right. */
  order(value: unknown): unknown
  readonly optional?: true
}

export function leaf(check: Shape['check']): Shape {
  return { check, order: (value) => value }
}

/** Where a field may be left out. */
export function optional(shape: Shape): Shape {
  return { ...shape, optional: true }
}

export const string: Shape = leaf((value, pointer, report) => {
  if (typeof value !== 'string') report(pointer, `${pointer} must be a string, is ${kind(value)}`)
})

export const boolean: Shape = leaf((value, pointer, report) => {
  if (typeof value !== 'boolean') report(pointer, `${pointer} must be true or false, is ${kind(value)}`)
})

export const wholeNumber: Shape = leaf((value, pointer, report) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    report(pointer, `${pointer} must be a whole number from 1, is ${kind(value)}`)
  }
})

/** A number from 0 to 1. */
export const share: Shape = leaf((value, pointer, report) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    report(pointer, `${pointer} must be a number from 0 to 1, is ${kind(value)}`)
  }
})

/** Text of one form, which `what` describes: `a date like 2027-03-01`. */
export function text(form: RegExp, what: string): Shape {
  return leaf((value, pointer, report) => {
    if (typeof value !== 'string' || !form.test(value)) {
      report(pointer, `${pointer} must be ${what}, is ${kind(value)}`)
    }
  })
}

export function oneOf(...values: readonly unknown[]): Shape {
  const names = values.map((option) => JSON.stringify(option)).join(' or ')
  return leaf((value, pointer, report) => {
    if (!values.includes(value)) report(pointer, `${pointer} must be ${names}, is ${kind(value)}`)
  })
}

export function listOf(shape: Shape): Shape {
  return {
    check(value, pointer, report) {
      if (!Array.isArray(value)) return report(pointer, `${pointer} must be a list, is ${kind(value)}`)
      value.forEach((item, index) => shape.check(item, `${pointer}/${index}`, report))
    },
    order: (value) => (value as unknown[]).map((item) => shape.order(item)),
  }
}

/** Names that the author chose, each with a value of one shape. */
export function recordOf(shape: Shape): Shape {
  return {
    check(value, pointer, report) {
      if (!isRecord(value)) return report(pointer, `${pointer} must be an object, is ${kind(value)}`)
      for (const [key, item] of Object.entries(value)) shape.check(item, `${pointer}/${escapePointer(key)}`, report)
    },
    order: (value) => mapValues(value as Record<string, unknown>, (item) => shape.order(item)),
  }
}

/** Exactly these fields, written in this order: an unknown one would be lost when the document is written again. */
export function object(fields: Readonly<Record<string, Shape>>): Shape {
  const known = new Map(Object.entries(fields))
  return {
    check(value, pointer, report) {
      const place = pointer || 'the document'
      if (!isRecord(value)) return report(pointer, `${place} must be an object, is ${kind(value)}`)
      for (const [field, shape] of known) {
        if (!Object.hasOwn(value, field) && !shape.optional) report(pointer, `${place} has no "${field}"`)
      }
      for (const [field, item] of Object.entries(value)) {
        const at = `${pointer}/${escapePointer(field)}`
        const shape = known.get(field)
        if (shape !== undefined) shape.check(item, at, report)
        else report(at, `${place} has an unknown field "${field}"${suggestion(field, known.keys())}`)
      }
    },
    order(value) {
      const given = value as Readonly<Record<string, unknown>>
      const present = [...known].filter(([field]) => given[field] !== undefined)
      return Object.fromEntries(present.map(([field, shape]) => [field, shape.order(given[field])]))
    },
  }
}

export function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** One part of a JSON pointer. */
export function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A value as a message names it. */
export function kind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : JSON.stringify(value)
}
