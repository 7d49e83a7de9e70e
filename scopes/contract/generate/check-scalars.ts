import type { JsonSchemaObject } from '@tessera/contract.define/document'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, type Code, reportCode } from './code.ts'
import { literal } from './names.ts'
import { numberOf, textOf } from './schema.ts'

/** `minLength`, `maxLength`, `pattern`, `format`. */
export function stringGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const tests: Test[] = []
  const { value } = at
  const [min, max] = [numberOf(schema, 'minLength'), numberOf(schema, 'maxLength')]
  const [pattern, format] = [textOf(schema, 'pattern'), textOf(schema, 'format')]
  if (min !== undefined) {
    tests.push(['minLength', `${writer.core('codePoints')}(${value}) < ${min}`, `must have at least ${count(min)}`])
  }
  if (max !== undefined) {
    tests.push(['maxLength', `${writer.core('codePoints')}(${value}) > ${max}`, `must have at most ${count(max)}`])
  }
  if (pattern !== undefined) tests.push(['pattern', `!${regExp(pattern)}.test(${value})`, `must match ${pattern}`])
  if (format !== undefined) {
    tests.push(['format', `!${writer.core('isFormat')}(${literal(format)}, ${value})`, `must be of format ${format}`])
  }
  return statements(tests, at)
}

/** Bounds and `multipleOf`. */
export function numberGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const { value } = at
  const bounds = BOUNDS.flatMap(([keyword, operator, words]): Test[] => {
    const bound = numberOf(schema, keyword)
    return bound === undefined ? [] : [[keyword, `${value} ${operator} ${bound}`, `must be ${words} ${bound}`]]
  })
  const step = numberOf(schema, 'multipleOf')
  if (step === undefined) return statements(bounds, at)
  const multiple: Test = [
    'multipleOf',
    `!${writer.core('isMultipleOf')}(${value}, ${step})`,
    `must be a multiple of ${step}`,
  ]
  return statements([...bounds, multiple], at)
}

/** The keyword, code that holds where it is broken, and what to say then. */
type Test = readonly [keyword: string, broken: string, message: string]

const BOUNDS = [
  ['minimum', '<', 'at least'],
  ['exclusiveMinimum', '<=', 'more than'],
  ['maximum', '>', 'at most'],
  ['exclusiveMaximum', '>=', 'less than'],
] as const

function statements(tests: readonly Test[], at: At): Code {
  return tests.map(([keyword, broken, message]) => `if (${broken}) ${reportCode(at, keyword, message)}`)
}

function count(characters: number): string {
  return characters === 1 ? '1 character' : `${characters} characters`
}

/** A regular expression literal; JSON Schema reads patterns as Unicode, where they are valid as such. */
export function regExp(pattern: string): string {
  try {
    return `/${new RegExp(pattern, 'u').source}/u`
  } catch {
    return `/${new RegExp(pattern).source}/`
  }
}
