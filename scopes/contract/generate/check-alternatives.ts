import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { checkKnownType } from './check-schema.ts'
import { bareReference, type ChecksWriter } from './checks-writer.ts'
import { type At, block, type Code, orElse, pointerCode, propertyPointer, reportCode } from './code.ts'
import { discriminatorOf, switchCode } from './discriminator.ts'
import { literal } from './names.ts'
import { type Defs, listOf, resolve, type TypeName, typesOf } from './schema.ts'
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
export function onlyType(schema: JsonSchema, defs: Defs): TypeName | undefined {
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
  const found = discriminatorOf(branches, writer.defs)
  if (!found) return undefined
  const options = found.values.flat().map((value) => literal(value))
  const message = `must be one of ${options.join(', ')}`
  const unknown = reportCode({ pointer: propertyPointer(at, found.key) }, 'enum', message)
  const choice = switchCode(found, at, (index, hint) => {
    const check = writer.call('check', branches[index] ?? true, hint)
    return [`${check}(${at.value}, ${pointerCode(at)}, issues)`]
  })
  const withDefault = `${choice.slice(0, -1)}default:\n${unknown}\n}`
  return [orElse(isNot('object', at.value, writer), reportCode(at, 'type', 'must be an object'), [withDefault])]
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
