import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { items, member, members, type Place, text } from '../read/place.ts'
import type { Translation } from './translate.ts'

interface Alternatives {
  readonly parent: Place
  /** Translated. */
  readonly branches: readonly JsonSchema[]
}

/**
 * OpenAPI's discriminator only hints at which alternative is meant; here each alternative says its tag as a `const`,
 * where it does not already.
 */
export function discriminated(
  keyword: 'oneOf' | 'anyOf',
  { parent, branches }: Alternatives,
  how: Translation,
): Readonly<Record<string, unknown>> {
  const discriminator = member(parent, 'discriminator')
  const property = typeof discriminator.value === 'string' ? discriminator.value : text(discriminator, 'propertyName')
  const sources = items(member(parent, keyword))
  if (property === undefined) return { [keyword]: branches }
  if (sources.some((source) => extendsPlace(how.follow(source), parent, how))) {
    const message = `the alternatives of "${property}" extend the schema that lists them, without an end`
    how.notes.lost('ENDLESS_REFERENCE', member(parent, keyword), message, 'the list is left out, the base stays')
    return {}
  }
  const tagged = branches.map((branch, index) => {
    const source = sources[index] as Place
    const tags = tagsOf(source, discriminator)
    return tags.length === 0 || saysTag(source, property, how) ? branch : withTag(branch, property, tags)
  })
  return { [keyword]: tagged }
}

/** The values that lead to an alternative: by the mapping, else its name. */
function tagsOf(source: Place, discriminator: Place): readonly string[] {
  const ref = member(source, '$ref').value
  if (typeof ref !== 'string') return []
  const name = ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf('#')) + 1)
  const mapped = members(member(discriminator, 'mapping'))
    .filter(([, { value }]) => value === ref || value === name)
    .map(([tag]) => tag)
  return mapped.length > 0 ? mapped : [name]
}

function saysTag(place: Place, property: string, how: Translation, depth = 8): boolean {
  const target = how.follow(place)
  const own = how.follow(member(member(target, 'properties'), property)).value
  if (isRecord(own) && ('const' in own || 'enum' in own)) return true
  return depth > 0 && items(member(target, 'allOf')).some((part) => saysTag(part, property, how, depth - 1))
}

function withTag(branch: JsonSchema, property: string, tags: readonly string[]): JsonSchemaObject {
  const tag = tags.length === 1 ? { type: 'string', const: tags[0] } : { type: 'string', enum: tags }
  return {
    allOf: [branch, { type: 'object', properties: Object.fromEntries([[property, tag]]), required: [property] }],
  }
}

function extendsPlace(place: Place, base: Place, how: Translation): boolean {
  return items(member(place, 'allOf')).some((part) => {
    const target = how.follow(part)
    return target.file === base.file && target.pointer === base.pointer
  })
}
