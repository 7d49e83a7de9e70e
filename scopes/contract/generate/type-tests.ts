import type { ChecksWriter } from './checks-writer.ts'
import type { TypeName } from './schema.ts'

/** Types as keywords tell them apart: an integer is a number to them. */
export type TypeGroup = Exclude<TypeName, 'integer'>

export function groupOf(type: TypeName): TypeGroup {
  return type === 'integer' ? 'number' : type
}

/** Code that holds, and narrows, where the value is of the group. */
export function is(group: TypeGroup, value: string, writer: ChecksWriter): string {
  switch (group) {
    case 'null':
      return `${value} === null`
    case 'array':
      return `Array.isArray(${value})`
    case 'object':
      return `${writer.core('isObject')}(${value})`
    default:
      return `typeof ${value} === '${group}'`
  }
}

/** Code that holds where the value is not of the type; beyond it the value is narrowed. */
export function isNot(type: TypeName, value: string, writer: ChecksWriter): string {
  switch (type) {
    case 'null':
      return `${value} !== null`
    case 'array':
      return `!Array.isArray(${value})`
    case 'object':
      return `!${writer.core('isObject')}(${value})`
    case 'integer':
      return `typeof ${value} !== 'number' || !Number.isInteger(${value})`
    case 'number':
      return `typeof ${value} !== 'number' || !Number.isFinite(${value})`
    default:
      return `typeof ${value} !== '${type}'`
  }
}

/** `a string or null` */
export function wanted(types: readonly TypeName[]): string {
  return types.map((type) => WORDS[type]).join(' or ')
}

const WORDS: Readonly<Record<TypeName, string>> = {
  null: 'null',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
}

/** Whether a JSON value is of a type. */
export function hasType(value: unknown, type: TypeName): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
