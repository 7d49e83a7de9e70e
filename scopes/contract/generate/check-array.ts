import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import { checkUnevaluatedItems } from './check-unevaluated.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, bind, block, type Code, localName, reportCode, when } from './code.ts'
import { listOf, numberOf } from './schema.ts'

/** Keywords of arrays. */
export function arrayGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  return [
    ...checkLengths(schema, at, writer),
    ...checkPrefix(schema, at, writer),
    ...checkItems(schema, at, writer),
    ...checkContains(schema, at, writer),
    ...checkUnevaluatedItems(schema, at, writer),
  ]
}

function checkLengths(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const [min, max] = [numberOf(schema, 'minItems'), numberOf(schema, 'maxItems')]
  const few = `if (${at.value}.length < ${min}) ${reportCode(at, 'minItems', `must have at least ${count(min)}`)}`
  const many = `if (${at.value}.length > ${max}) ${reportCode(at, 'maxItems', `must have at most ${count(max)}`)}`
  const tests = [...(min === undefined ? [] : [few]), ...(max === undefined ? [] : [many])]
  if (schema['uniqueItems'] !== true) return tests
  const repeated = `!${writer.core('hasUniqueItems')}(${at.value})`
  return [...tests, `if (${repeated}) ${reportCode(at, 'uniqueItems', 'must not have equal items')}`]
}

function checkPrefix(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  return listOf(schema, 'prefixItems').flatMap((item, index) => {
    const value = localName(at, `item${index}`)
    const inner = { ...at, value, pointer: `${at.pointer}/${index}`, hint: `${at.hint}Item${index}` }
    const body = checkBranch(item, inner, writer)
    if (body.length === 0) return []
    return when(`${at.value}.length > ${index}`, bind(value, `${at.value}[${index}]`, body))
  })
}

function checkItems(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const items = (schema['items'] ?? true) as JsonSchema
  const start = listOf(schema, 'prefixItems').length
  if (items === true) return []
  if (items === false) {
    return [`if (${at.value}.length > ${start}) ${reportCode(at, 'items', `must have at most ${count(start)}`)}`]
  }
  return itemLoop(at, start, (inner) => checkBranch(items, inner, writer))
}

/** A loop over items; nothing where there is nothing to do with one. */
export function itemLoop(at: At, start: number, body: (inner: At) => Code): Code {
  const [index, value] = [at.names.take('index'), localName(at, 'item')]
  const code = body({ ...at, value, pointer: `${at.pointer}/\${${index}}`, hint: `${at.hint}Item` })
  if (code.length === 0) return []
  return [
    `for (let ${index} = ${start}; ${index} < ${at.value}.length; ${index}++) ${block(bind(value, `${at.value}[${index}]`, code))}`,
  ]
}

function checkContains(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  if (schema['contains'] === undefined) return []
  const [min, max] = [numberOf(schema, 'minContains') ?? 1, numberOf(schema, 'maxContains')]
  const matching = at.names.take('matching')
  const few = `if (${matching} < ${min}) ${reportCode(at, 'contains', `must contain at least ${min} such`)}`
  const many = `if (${matching} > ${max}) ${reportCode(at, 'maxContains', `must contain at most ${max} such`)}`
  const tests = [...(min === 0 ? [] : [few]), ...(max === undefined ? [] : [many])]
  if (tests.length === 0) return []
  const check = writer.call('check', schema['contains'] as JsonSchema, `${at.hint}Contained`)
  const found = `${at.value}.filter((item) => ${writer.local('passes')}(${check}, item))`
  return [`const ${matching} = ${found}.length`, ...tests]
}

function count(items: number | undefined): string {
  return items === 1 ? '1 item' : `${items} items`
}
