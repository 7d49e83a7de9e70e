import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkBranch } from './check-schema.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, reportCode } from './code.ts'
import { listOf, numberOf } from './schema.ts'

/** Keywords of arrays. */
export function arrayGroup(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  return [
    checkLengths(schema, at, writer),
    checkPrefix(schema, at, writer),
    checkItems(schema, at, writer),
    checkContains(schema, at, writer),
  ].join('')
}

function checkLengths(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const [min, max] = [numberOf(schema, 'minItems'), numberOf(schema, 'maxItems')]
  const tests = [
    min === undefined
      ? ''
      : `if (${at.value}.length < ${min}) ${reportCode(at, 'minItems', `must have at least ${count(min)}`)}\n`,
    max === undefined
      ? ''
      : `if (${at.value}.length > ${max}) ${reportCode(at, 'maxItems', `must have at most ${count(max)}`)}\n`,
  ]
  if (schema['uniqueItems'] === true) {
    const test = `!${writer.core('hasUniqueItems')}(${at.value})`
    tests.push(`if (${test}) ${reportCode(at, 'uniqueItems', 'must not have equal items')}\n`)
  }
  return tests.join('')
}

function checkPrefix(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  return listOf(schema, 'prefixItems')
    .map((item, index) => {
      const value = at.names.take(`item${index}`)
      const inner = { ...at, value, pointer: `${at.pointer}/${index}`, hint: `${at.hint}Item${index}` }
      const body = checkBranch(item, inner, writer)
      if (body === '') return ''
      return `if (${at.value}.length > ${index}) {\nconst ${value}: unknown = ${at.value}[${index}]\n${body}\n}\n`
    })
    .join('')
}

function checkItems(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  const items = (schema['items'] ?? true) as JsonSchema
  const start = listOf(schema, 'prefixItems').length
  if (items === true) return ''
  if (items === false) {
    return `if (${at.value}.length > ${start}) ${reportCode(at, 'items', `must have at most ${count(start)}`)}\n`
  }
  return itemLoop(at, start, (inner) => checkBranch(items, inner, writer))
}

/** A loop over items; nothing where the body is empty. */
export function itemLoop(at: At, start: number, body: (inner: At) => string): string {
  const [index, value] = [at.names.take('index'), at.names.take('item')]
  const code = body({ ...at, value, pointer: `${at.pointer}/\${${index}}`, hint: `${at.hint}Item` })
  if (code.trim() === '') return ''
  return `for (let ${index} = ${start}; ${index} < ${at.value}.length; ${index}++) {
    const ${value}: unknown = ${at.value}[${index}]
    ${code}
  }\n`
}

function checkContains(schema: JsonSchemaObject, at: At, writer: ChecksWriter): string {
  if (schema['contains'] === undefined) return ''
  const [min, max] = [numberOf(schema, 'minContains') ?? 1, numberOf(schema, 'maxContains')]
  const check = writer.call('check', schema['contains'] as JsonSchema, `${at.hint}Contained`)
  const matching = at.names.take('matching')
  const few =
    min === 0 ? '' : `if (${matching} < ${min}) ${reportCode(at, 'contains', `must contain at least ${min} such`)}\n`
  const many =
    max === undefined
      ? ''
      : `if (${matching} > ${max}) ${reportCode(at, 'maxContains', `must contain at most ${max} such`)}\n`
  if (few + many === '') return ''
  return `const ${matching} = ${at.value}.filter((item) => ${writer.local('passes')}(${check}, item)).length\n${few}${many}`
}

function count(items: number): string {
  return items === 1 ? '1 item' : `${items} items`
}
