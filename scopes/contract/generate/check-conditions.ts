import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, block, type Code, reportCode, when } from './code.ts'

/** `not`, and `if` with its `then` and `else`. */
export function checkConditions(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  return [...checkNot(schema, at, writer), ...checkIf(schema, at, writer)]
}

function checkNot(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  if (schema['not'] === undefined) return []
  const check = writer.call('check', schema['not'] as JsonSchema, `${at.hint}Not`)
  const message = 'must not be what the contract excludes'
  return [`if (${writer.local('passes')}(${check}, ${at.value})) ${reportCode(at, 'not', message)}`]
}

function checkIf(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  if (schema['if'] === undefined) return []
  const branch = (keyword: 'then' | 'else', hint: string) =>
    checkBranch((schema[keyword] ?? true) as JsonSchema, { ...at, hint: `${at.hint}${hint}` }, writer)
  const [then, otherwise] = [branch('then', 'Then'), branch('else', 'Else')]
  if (then.length + otherwise.length === 0) return []
  const check = writer.call('check', schema['if'] as JsonSchema, `${at.hint}If`)
  const test = `${writer.local('passes')}(${check}, ${at.value})`
  if (then.length === 0) return when(`!${test}`, otherwise)
  return otherwise.length === 0 ? when(test, then) : [`if (${test}) ${block(then)} else ${block(otherwise)}`]
}
