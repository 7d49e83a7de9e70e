import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { onlyType, optionHint } from './check-alternatives.ts'
import { regExp } from './check-scalars.ts'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, block, type Code, when } from './code.ts'
import { codecBehind } from './codecs.ts'
import { discriminatorOf } from './discriminator.ts'
import { isDeclared, propertyCode } from './members.ts'
import { literal, pascalCase } from './names.ts'
import { listOf, mapOf, refName } from './schema.ts'
import { groupOf } from './type-tests.ts'

/** From what a service works with to what travels, or back. */
export type Direction = 'encode' | 'decode'

/** Statements that return the value as the other side of `direction` has it; what is not converted is not copied. */
export function convertStatements(direction: Direction): (schema: JsonSchema, at: At, writer: ChecksWriter) => Code {
  return (schema, at, writer) => {
    if (typeof schema === 'boolean' || !writer.converts(schema)) return [`return ${at.value}`]
    const codec = codecBehind(schema, writer.defs)
    if (codec) return [`return ${writer.core(codec[direction])}(${at.value})`]
    const parts = partsOf(schema).filter((part) => writer.converts(part))
    const [only, ...others] = parts
    if (others.length === 0 && only !== undefined) return onePart(only, { direction, at, writer })
    const names = parts.map((part, index) => converter(part, `${at.hint}Part${index + 1}`, { direction, at, writer }))
    return [`return ${composed(names, at.value)}`]
  }
}

interface Work {
  readonly direction: Direction
  readonly at: At
  readonly writer: ChecksWriter
}

/** What a schema joins: each may convert something of the value. */
function partsOf(schema: JsonSchemaObject): readonly JsonSchema[] {
  const own = (keywords: ReadonlySet<string>): JsonSchema[] => {
    const said = Object.entries(schema).filter(([keyword]) => keywords.has(keyword))
    return said.length === 0 ? [] : [Object.fromEntries(said)]
  }
  return [
    ...(schema['$ref'] === undefined ? [] : [{ $ref: schema['$ref'] }]),
    ...own(OF_OBJECTS),
    ...own(OF_ARRAYS),
    ...listOf(schema, 'allOf'),
    ...['anyOf', 'oneOf'].flatMap((keyword) => (schema[keyword] === undefined ? [] : [{ [keyword]: schema[keyword] }])),
  ]
}

const OF_OBJECTS = new Set(['properties', 'patternProperties', 'additionalProperties'])
const OF_ARRAYS = new Set(['prefixItems', 'items'])

function onePart(part: JsonSchema, work: Work): Code {
  const { at } = work
  if (typeof part === 'object' && refName(part) === undefined) {
    const union = [...listOf(part, 'anyOf'), ...listOf(part, 'oneOf')]
    if (union.length > 0) return unionCode(union, work)
    const own = [...objectCode(part, work), ...arrayCode(part, work)]
    if (own.length > 0) return own.at(-1)?.startsWith('return ') ? own : [...own, 'return copy']
  }
  return [`return ${converter(part, at.hint, work)}(${at.value})`]
}

/** The name of the function that converts a schema. */
function converter(schema: JsonSchema, hint: string, { direction, writer }: Work): string {
  const codec = codecBehind(schema, writer.defs)
  if (codec) return writer.core(codec[direction])
  return writer.call(direction, nullableOf(schema, writer) ?? schema, hint)
}

/** What may be null besides: what converts it leaves null alone. */
function nullableOf(schema: JsonSchema, writer: ChecksWriter): JsonSchema | undefined {
  if (typeof schema === 'boolean' || partsOf(schema).length !== 1) return undefined
  const branches = listOf(schema, 'anyOf')
  const [only, ...others] = branches.filter((branch) => writer.converts(branch))
  return others.length === 0 && areApart(branches, writer) ? only : undefined
}

function composed(names: readonly string[], value: string): string {
  return names.reduce((code, name) => `${name}(${code})`, value)
}

function objectCode(schema: JsonSchemaObject, work: Work): Code {
  const { at, writer } = work
  const change = (access: string, convert: string) => `${access} = ${convert}(${access})`
  const properties = Object.entries(mapOf(schema, 'properties')).flatMap(([key, item]) => {
    if (!writer.converts(item) || key === '__proto__') return []
    const convert = converter(item, `${at.hint}${pascalCase(key)}`, work)
    return when(`${propertyCode('copy', key)} !== undefined`, [change(`copy[${literal(key)}]`, convert)])
  })
  const member = (item: JsonSchema): Code =>
    writer.converts(item) ? [change('copy[key]', converter(item, `${at.hint}Member`, work))] : []
  const matched = Object.entries(mapOf(schema, 'patternProperties')).flatMap(([pattern, item]) =>
    when(`${regExp(pattern)}.test(key)`, member(item)),
  )
  const declared = isDeclared(schema, 'key')
  const further = member((schema['additionalProperties'] ?? true) as JsonSchema)
  const members = [...matched, ...(declared === '' ? further : when(`!(${declared})`, further))]
  // Assigned to, this name would replace the prototype.
  const loop = [`for (const key of Object.keys(copy)) ${block(["if (key === '__proto__') continue", ...members])}`]
  const body = [...properties, ...(members.length === 0 ? [] : loop)]
  if (body.length === 0) return []
  return [
    `if (!${writer.core('isObject')}(${at.value})) return ${at.value}`,
    `const copy = { ...${at.value} }`,
    ...body,
  ]
}

function arrayCode(schema: JsonSchemaObject, work: Work): Code {
  const { at, writer } = work
  const prefix = listOf(schema, 'prefixItems')
  const rest = (schema['items'] ?? true) as JsonSchema
  const ofItem = writer.converts(rest) ? converter(rest, `${at.hint}Item`, work) : undefined
  if (prefix.length === 0) {
    if (ofItem === undefined) return []
    return [`return Array.isArray(${at.value}) ? ${at.value}.map((item: unknown) => ${ofItem}(item)) : ${at.value}`]
  }
  const first = prefix.flatMap((item, index) => {
    if (!writer.converts(item)) return []
    const convert = converter(item, `${at.hint}Item${index}`, work)
    return [`if (copy.length > ${index}) copy[${index}] = ${convert}(copy[${index}])`]
  })
  const further =
    ofItem === undefined
      ? []
      : [`for (let index = ${prefix.length}; index < copy.length; index++) copy[index] = ${ofItem}(copy[index])`]
  const body = [...first, ...further]
  if (body.length === 0) return []
  return [`if (!Array.isArray(${at.value})) return ${at.value}`, `const copy: unknown[] = [...${at.value}]`, ...body]
}

/** A tag or the type of the value tells the branch; where neither does, it is the one whose check passes. */
function unionCode(branches: readonly JsonSchema[], work: Work): Code {
  const { at, writer } = work
  const found = discriminatorOf(branches, writer.defs)
  if (found) {
    const cases = found.values.flatMap((tags, index) => {
      const branch = branches[index] ?? true
      if (!writer.converts(branch)) return []
      const labels = tags.map((tag) => `case ${literal(tag)}:\n`).join('')
      const name = converter(branch, `${at.hint}${pascalCase(String(tags[0]))}`, work)
      return [`${labels}return ${name}(${at.value})`]
    })
    const choice = `switch (${at.value}[${literal(found.key)}]) {\n${cases.join('\n')}\n}`
    return [`if (${writer.core('isObject')}(${at.value})) ${block([choice])}`, `return ${at.value}`]
  }
  if (areApart(branches, writer)) return [`return ${composed(converters(branches, work), at.value)}`]
  return [`return ${byTrial(branches, work)}`]
}

/** Each branch has a type of its own, and so what converts one leaves the values of the others alone. */
function areApart(branches: readonly JsonSchema[], { defs }: ChecksWriter): boolean {
  const groups = branches.map((branch) => onlyType(branch, defs)).map((type) => type && groupOf(type))
  return groups.every((group) => group !== undefined) && new Set(groups).size === branches.length
}

/** What has a codec of its own comes first: a Date is an object too, until it is encoded. */
function converters(branches: readonly JsonSchema[], work: Work): readonly string[] {
  const { at, writer } = work
  const names = branches.flatMap((branch, index) =>
    writer.converts(branch)
      ? [
          {
            isLeaf: codecBehind(branch, writer.defs) !== undefined,
            name: converter(branch, optionHint(at, index), work),
          },
        ]
      : [],
  )
  return names.toSorted((a, b) => Number(b.isLeaf) - Number(a.isLeaf)).map(({ name }) => name)
}

function byTrial(branches: readonly JsonSchema[], work: Work): string {
  const { at, writer, direction } = work
  const options = branches.map((branch, index) => {
    const hint = optionHint(at, index)
    const close = writer.closes(branch) ? writer.call('close', branch, hint) : '() => undefined'
    const convert = writer.converts(branch) ? converter(branch, hint, work) : '(item) => item'
    return `{ check: ${writer.call('check', branch, hint)}, close: ${close}, convert: ${convert} }`
  })
  writer.local('passes')
  return `${writer.local(direction === 'encode' ? 'encodeFirst' : 'decodeFirst')}(${at.value}, [${options.join(', ')}])`
}
