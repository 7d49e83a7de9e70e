import { describe } from './describe.ts'
import { isBytes } from './body-forms.ts'
import { type Model, partId, slotOf } from './model.ts'
import { docComment } from './names.ts'
import { operationsType } from './operations-type.ts'
import { type NamedType, sided, sidesOf } from './type-book.ts'
import { typeSchema, type TypeSchema } from './type-schemas.ts'
import { typeText } from './type-text.ts'

/** `index.ts` of the types: named schemas, payloads, and the operations. */
export async function typesPart(model: Model): Promise<Record<string, string>> {
  const { defs } = model.types
  // Bytes have a type already.
  const slots = [...model.types.slots].filter(([at]) => !isBytes(slotOf(model, at), model.defs)).map(([, type]) => type)
  const imported = [...defs.values()].filter((type) => type.origin !== undefined)
  const own = new Set([...defs.values(), ...slots].filter((type) => type.origin === undefined))
  const declarations = await typeText(new Map([...own].flatMap((type) => typeSchemas(type, model))))
  const body = [declarations, operationsType(model)].filter((section) => section !== '')
  const unknown = /\bUnknown\b/.test(declarations) ? [UNKNOWN] : []
  const known = [
    ...(/\bFormFile\b/.test(declarations) ? [FORM_FILE] : []),
    ...(body.some((section) => /\bByteSource\b|\bByteStream\b/.test(section)) ? [BYTES] : []),
  ]
  const text = [...importsOf(imported), ...unknown, ...known, ...body]
  return { 'index.ts': text.length === 0 ? emptyModule(model) : text.join('\n') }
}

const UNKNOWN = `/** A member of an open enum that the contract did not know when this was generated. */
export type Unknown = string & { readonly unknown__?: never }
`

/** In words that need no library of types: `File` and `Blob` are such. */
const FORM_FILE = `/** A file of a form: a \`File\`, or a \`Blob\`. */
export interface FormFile {
  readonly name?: string
  readonly type: string
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
  text(): Promise<string>
}
`
const BYTES = `/** Bytes to be sent: all at once, or as they come (a stream of Node or of the web); a text is sent as UTF-8. */
export type ByteSource = string | Uint8Array | AsyncIterable<Uint8Array>
/** Bytes that are being received: whoever sends them waits for whoever reads. Take all, or cancel. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  readonly mediaType: string
  bytes(): Promise<Uint8Array>
  text(): Promise<string>
  cancel(): void
}
`

function typeSchemas(type: NamedType, model: Model): [string, TypeSchema][] {
  return sidesOf(type).map((side) => {
    const context = { types: model.types, defs: model.defs, side: side || 'W', undefinable: side !== 'R' } as const
    const schema = typeSchema(type.schema, context)
    const words = side === '' ? '' : SIDES[side][model.types.fills(type.schema) ? 'fills' : 'opens']
    const description = [describe(type.schema), words].filter((line) => line !== '').join('\n\n')
    const shape = Object.keys(schema).length === 0 ? { tsType: 'unknown' } : schema
    return [sided(type, side || 'W'), description === '' ? shape : { ...shape, description }]
  })
}

/** Why writers and readers have types of their own. */
const SIDES = {
  W: {
    fills: 'What a writer supplies: what has a default may be left out.',
    opens: 'What a writer supplies: only members that the contract names.',
  },
  R: {
    fills: 'What a reader is handed: defaults are filled in.',
    opens: 'What a reader is handed: open enums may have further members.',
  },
}

/** Shared types are those of their own contract, so that they are the same types for all who use them. */
function importsOf(types: readonly NamedType[]): readonly string[] {
  const packages = [...new Set(types.flatMap((type) => type.origin?.packageName ?? []))].toSorted()
  const imports = packages.map((packageName) => {
    const members = types.filter((type) => type.origin?.packageName === packageName)
    const names = members.flatMap((type) => sidesOf(type).map((side) => importName(type, side)))
    const list = names.toSorted().join(', ')
    return `import type { ${list} } from '${packageName}'\nexport type { ${exportNames(members)} }\n`
  })
  return imports.length === 0 ? [] : [imports.join('')]
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
