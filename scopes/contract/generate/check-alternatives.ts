import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkKnownType } from './check-schema.ts'
import { valuesOf } from './check-values.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, block, type Code, orElse, pointerCode, propertyPointer, reportCode } from './code.ts'
import { literal } from './names.ts'
import { type Defs, listOf, mapOf, resolve, stringsOf, type TypeName, typesOf } from './schema.ts'
import { groupOf, is, isNot, wanted } from './type-tests.ts'

type Keyword = 'anyOf' | 'oneOf'

/** `anyOf` and `oneOf`. Where at most one branch can hold, that one is asked, so that its own findings are told. */
export function checkAlternatives(schema: JsonSchemaObject, keyword: Keyword, at: At, writer: ChecksWriter): Code {
  const branches = listOf(schema, keyword)
  if (branches.length === 0) return []
  return byType(branches, at, writer) ?? byDiscriminator(branches, at, writer) ?? byTrial(branches, keyword, at, writer)
}

/** Each branch has a type of its own. */
function byType(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): Code | undefined {
  const types = branches.map((branch) => onlyType(branch, writer.defs))
  if (types.some((type) => type === undefined)) return undefined
  const known = types as TypeName[]
  if (new Set(known.map(groupOf)).size < branches.length) return undefined
  const bodies = branches.map((branch, index) => ({
    type: known[index] as TypeName,
    body: branchBody(branch, known[index] as TypeName, { ...at, hint: optionHint(at, index) }, writer),
  }))
  const wrong = known.map((type) => isNot(type, at.value, writer))
  const failed = reportCode(at, 'type', `must be ${wanted(known)}`)
  const tests = bodies
    .filter(({ body }) => body.length > 0)
    .map(({ type, body }) => `if (${is(groupOf(type), at.value, writer)}) ${block(body)}`)
  // An integer branch leaves other numbers to no branch; the test of its group alone would let them through.
  return [[`if (${wrong.map((test) => `(${test})`).join(' && ')}) ${failed}`, ...tests].join('\nelse ')]
}

/** The one type of a schema that says it on its face, or through a reference. */
function onlyType(schema: JsonSchema, defs: Defs): TypeName | undefined {
  const target = bareReference(schema) === undefined ? schema : resolve(schema, defs)
  if (typeof target === 'boolean') return undefined
  const types = typesOf(target)
  return types.length === 1 ? types[0] : undefined
}

function branchBody(branch: JsonSchema, type: TypeName, at: At, writer: ChecksWriter): Code {
  if (typeof branch === 'boolean') return []
  const plain = Object.keys(branch).every((keyword) => PLAIN.has(keyword))
  if (plain) return checkKnownType(type, branch, at, writer)
  return [`${writer.call('check', branch, at.hint)}(${at.value}, ${pointerCode(at)}, issues)`]
}

const PLAIN = new Set([
  ...['type', 'enum', 'const', 'minLength', 'maxLength', 'pattern', 'format', 'minimum', 'maximum', 'multipleOf'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'title', 'description', 'default', 'examples', 'deprecated'],
])

/** Every branch is an object that requires the same property, with values of its own. */
function byDiscriminator(branches: readonly JsonSchema[], at: At, writer: ChecksWriter): Code | undefined {
  const found = discriminator(branches, writer.defs)
  if (!found) return undefined
  const cases = branches.map((branch, index) => {
    const labels = (found.values[index] ?? []).map((value) => `case ${literal(value)}:\n`).join('')
    const check = writer.call('check', branch, optionHint(at, index))
    return `${labels}${check}(${at.value}, ${pointerCode(at)}, issues)\nbreak\n`
  })
  const options = found.values.flat().map((value) => literal(value))
  const unknown = reportCode(
    { pointer: propertyPointer(at, found.key) },
    'enum',
    `must be one of ${options.join(', ')}`,
  )
  const choice = `switch (${at.value}[${literal(found.key)}]) {\n${cases.join('')}default:\n${unknown}\n}`
  return [orElse(isNot('object', at.value, writer), reportCode(at, 'type', 'must be an object'), [choice])]
}

interface Discriminator {
  readonly key: string
  /** The values of each branch. */
  readonly values: readonly (readonly unknown[])[]
}

export function discriminator(branches: readonly JsonSchema[], defs: Defs): Discriminator | undefined {
  const objects = branches.map((branch) => resolve(branch, defs))
  if (branches.length < 2 || objects.some((object) => typeof object === 'boolean')) return undefined
  const shapes = objects as readonly JsonSchemaObject[]
  if (shapes.some((shape) => typesOf(shape).join() !== 'object')) return undefined
  for (const key of stringsOf(shapes[0] as JsonSchemaObject, 'required')) {
    const values = shapes.map((shape) => discriminatorValues(shape, key, defs))
    const all = values.flat()
    const scalar = all.every((value) => typeof value === 'string' || typeof value === 'number')
    const told = values.every((list) => list.length > 0)
    if (told && scalar && !(key in {}) && new Set(all).size === all.length) return { key, values }
  }
  return undefined
}

function discriminatorValues(shape: JsonSchemaObject, key: string, defs: Defs): readonly unknown[] {
  const property = mapOf(shape, 'properties')[key]
  if (property === undefined || !stringsOf(shape, 'required').includes(key)) return []
  const target = resolve(property, defs)
  return (typeof target === 'boolean' ? undefined : valuesOf(target)) ?? []
}

function byTrial(branches: readonly JsonSchema[], keyword: Keyword, at: At, writer: ChecksWriter): Code {
  const checks = branches.map((branch, index) => writer.call('check', branch, optionHint(at, index)))
  const passes = writer.local('passes')
  const none = reportCode(at, keyword, `must be one of ${branches.length} alternatives`)
  if (keyword === 'anyOf') {
    return [`if (${checks.map((check) => `!${passes}(${check}, ${at.value})`).join(' && ')}) ${none}`]
  }
  const matches = at.names.take('matches')
  return [
    `const ${matches} = [${checks.join(', ')}].filter((check) => ${passes}(check, ${at.value})).length`,
    `if (${matches} === 0) ${none}`,
    `if (${matches} > 1) ${reportCode(at, keyword, 'must be only one of the alternatives')}`,
  ]
}

export function optionHint(at: At, index: number): string {
  return `${at.hint}Option${index + 1}`
}
