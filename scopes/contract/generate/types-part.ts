import { describe } from './describe.ts'
import { type Model, partId } from './model.ts'
import { docComment } from './names.ts'
import { operationsType } from './operations-type.ts'
import { type NamedType, sided, sidesOf } from './type-book.ts'
import { typeSchema, type TypeSchema } from './type-schemas.ts'
import { typeText } from './type-text.ts'

/** `index.ts` of the types: named schemas, payloads, and the operations. */
export async function typesPart(model: Model): Promise<Record<string, string>> {
  const { defs, slots } = model.types
  const imported = [...defs.values()].filter((type) => type.origin !== undefined)
  const own = [...defs.values(), ...slots.values()].filter((type) => type.origin === undefined)
  const declarations = await typeText(new Map(own.flatMap((type) => typeSchemas(type, model))))
  const text = [importsOf(imported), declarations, operationsType(model)].filter((section) => section !== '')
  return { 'index.ts': text.length === 0 ? emptyModule(model) : text.join('\n') }
}

function typeSchemas(type: NamedType, model: Model): [string, TypeSchema][] {
  return sidesOf(type).map((side) => {
    const context = { types: model.types, defs: model.defs, side: side || 'W', undefinable: side !== 'R' } as const
    const schema = typeSchema(type.schema, context)
    const description = [describe(type.schema), SIDES[side]].filter((line) => line !== '').join('\n\n')
    const shape = Object.keys(schema).length === 0 ? { tsType: 'unknown' } : schema
    return [sided(type, side || 'W'), description === '' ? shape : { ...shape, description }]
  })
}

const SIDES = {
  '': '',
  W: 'What a writer supplies: what has a default may be left out.',
  R: 'What a reader is handed: defaults are filled in.',
}

/** Shared types are those of their own contract, so that they are the same types for all who use them. */
function importsOf(types: readonly NamedType[]): string {
  const packages = [...new Set(types.flatMap((type) => type.origin?.packageName ?? []))].toSorted()
  return packages
    .map((packageName) => {
      const members = types.filter((type) => type.origin?.packageName === packageName)
      const names = members.flatMap((type) => sidesOf(type).map((side) => importName(type, side)))
      const list = names.toSorted().join(', ')
      return `import type { ${list} } from '${packageName}'\nexport type { ${exportNames(members)} }\n`
    })
    .join('')
}

function importName({ base, origin }: NamedType, side: string): string {
  const there = `${origin?.base ?? base}${side}`
  return there === `${base}${side}` ? there : `${there} as ${base}${side}`
}

function exportNames(types: readonly NamedType[]): string {
  return types
    .flatMap((type) => sidesOf(type).map((side) => `${type.base}${side}`))
    .toSorted()
    .join(', ')
}

function emptyModule(model: Model): string {
  return `${docComment([`${partId(model.document, 'contract')} names no schema.`])}export {}\n`
}
