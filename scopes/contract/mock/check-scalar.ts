import { fail, type Run } from './check-run.ts'
import { equal, lengthOf } from './equal.ts'
import { checkFormat, checkNumberFormat } from './formats.ts'
import { matches } from './matches.ts'
import { ARRAY, BOOLEAN, FRACTION, INTEGER, type Node, NULL, type NumberRules, OBJECT, STRING } from './node.ts'
import type { TextRules } from './node.ts'
import { isMultiple } from './number-math.ts'

export function typeBit(value: unknown): number {
  if (value === null) return NULL
  switch (typeof value) {
    case 'string':
      return STRING
    case 'number':
      return Number.isInteger(value) ? INTEGER : FRACTION
    case 'boolean':
      return BOOLEAN
    default:
      return Array.isArray(value) ? ARRAY : OBJECT
  }
}

/** `const`, `enum`, and what is said of numbers and texts. */
export function checkScalar(node: Node, value: unknown, run: Run): boolean {
  const all = run.found !== undefined
  let ok = true
  if (node.values !== undefined && !has(node.values, value)) {
    if (!all) return false
    ok = fail(run, isConst(node) ? 'const' : 'enum', `must be ${shown(node.values)}`)
  }
  if (node.notValues !== undefined && has(node.notValues, value)) ok = fail(run, 'not', 'is a value that must not be')
  if (!ok && !all) return false
  if (typeof value === 'string' && node.text !== undefined) return checkText(node.text, value, run) && ok
  if (typeof value !== 'number') return ok
  const format = node.text?.format
  if (format !== undefined && !checkNumberFormat(format, value)) ok = fail(run, 'format', `is no ${format}`)
  return (node.number === undefined || checkNumber(node.number, value, run)) && ok
}

function isConst({ schema }: Node): boolean {
  return typeof schema === 'object' && 'const' in schema
}

function shown(values: readonly unknown[]): string {
  const text = values.map((value) => JSON.stringify(value)).join(' or ')
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function has(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value) || (typeof value === 'object' && values.some((option) => equal(option, value)))
}

function checkNumber(rules: NumberRules, value: number, run: Run): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, notMultipleOf } = rules
  const bound = (keyword: string, limit: number): boolean => fail(run, keyword, `${value} breaks ${keyword} ${limit}`)
  let ok = true
  if (minimum !== undefined && value < minimum) ok = bound('minimum', minimum)
  if (maximum !== undefined && value > maximum) ok = bound('maximum', maximum)
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ok = bound('exclusiveMinimum', exclusiveMinimum)
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) ok = bound('exclusiveMaximum', exclusiveMaximum)
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) ok = bound('multipleOf', multipleOf)
  if (notMultipleOf !== undefined && isMultiple(value, notMultipleOf)) ok = bound('not', notMultipleOf)
  return ok
}

function checkText(rules: TextRules, value: string, run: Run): boolean {
  const { minLength, maxLength, pattern, format, notPattern, notFormat } = rules
  let ok = true
  // A text has at most as many code points as units, and at least half as many.
  if (minLength !== undefined && lengthOf(value) < minLength)
    ok = fail(run, 'minLength', `is shorter than ${minLength}`)
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength)
    ok = fail(run, 'maxLength', `is longer than ${maxLength}`)
  if (pattern !== undefined && !matches(pattern, value)) ok = fail(run, 'pattern', `does not match /${pattern}/`)
  if (format !== undefined && !checkFormat(format, value)) ok = fail(run, 'format', `is no ${format}`)
  if (notPattern !== undefined && matches(notPattern, value)) ok = fail(run, 'not', `matches /${notPattern}/`)
  if (notFormat !== undefined && checkFormat(notFormat, value)) ok = fail(run, 'not', `is of format ${notFormat}`)
  return ok
}
