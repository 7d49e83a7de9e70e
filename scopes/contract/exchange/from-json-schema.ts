import { TesseraError } from '@tessera/core.model'
import type { ImportOptions, Imported } from './exchange.ts'
import { nameBook } from './names.ts'
import type { Reading } from './openapi/reading.ts'
import { finish } from './read/finish.ts'
import { CONTRACT, headOf, isOwn, present } from './read/head.ts'
import { openLibrary } from './read/library.ts'
import { takeNotes } from './read/notes.ts'
import { member, members, type Place, text } from './read/place.ts'
import { ANNOTATIONS, KEYWORDS, TYPES } from './schema/keywords.ts'
import { dialectOf, fileName, schemaBook } from './schema/schema-book.ts'

/**
 * A contract of shared schemas from a JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12: its text or the parsed value.
 * The schema itself is exported under its title or file name, and so are its definitions.
 * @throws TesseraError `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`, `TOO_DEEP`, `NOTHING_TO_IMPORT`
 * @example const { document } = fromJsonSchema({ title: 'Money', type: 'object', properties: { amount: { type: 'integer' } } })
 */
export function fromJsonSchema(document: unknown, options: ImportOptions = {}): Imported {
  const library = openLibrary(document, options)
  const { root } = library
  const notes = takeNotes(library)
  const own = isOwn(root)
  const dialect = dialectOf(root) ?? '2020-12'
  const book = schemaBook({ library, notes, dialect, own })
  const reading: Reading = { library, notes, own, names: nameBook(), book }
  const places = own ? ownExports(root) : exportedPlaces(root)
  if (places.length === 0) throw nothing(root)
  const exports = [...new Set(places.map((place) => book.nameOf(place)))]
  const head = own
    ? headOf(root, options)
    : present({ ...headFrom(root, options), description: text(root, 'description') })
  return finish({ ...head, pattern: 'schemas', slots: [], exports }, reading)
}

function headFrom(root: Place, options: ImportOptions): ReturnType<typeof headOf> {
  const title = text(root, 'title') ?? fileName(options.file ?? '')
  return { ...headOf({ ...root, value: { info: { title } } }, options), summary: title }
}

/** Those that the contract exported, which need not be all of its definitions. */
function ownExports(root: Place): readonly Place[] {
  const names = member(member(root, CONTRACT), 'exports').value
  return Array.isArray(names) ? names.map((name) => member(member(root, '$defs'), String(name))) : []
}

/** The schema itself where it says anything, and each of its definitions. */
function exportedPlaces(root: Place): readonly Place[] {
  const definitions = ['$defs', 'definitions'].flatMap((word) => members(member(root, word)).map(([, place]) => place))
  const saysNothing = members(root).every(([keyword]) => NO_RULES.has(keyword) || keyword.startsWith('x-'))
  if (typeof root.value === 'boolean') return [root]
  return saysNothing || !isSchema(root) ? definitions : [root, ...definitions]
}

/** Any other JSON file (`package.json` has a "type", too) would be a schema that everything fits. */
function isSchema(root: Place): boolean {
  return members(root).some(([keyword, { value }]) => {
    if (keyword === 'type') return [value].flat().every((name) => TYPES.includes(name as string))
    return REFERRING_OR_OLDER.has(keyword) || (Object.hasOwn(KEYWORDS, keyword) && !ANNOTATIONS.has(keyword))
  })
}

/** What makes a schema beside the keywords that every output format has. */
const REFERRING_OR_OLDER = new Set([
  ...['$ref', '$dynamicRef', '$recursiveRef', '$anchor', 'dependentRequired', 'dependencies', 'pattern'],
  ...['additionalItems', 'contentSchema', 'nullable', 'extends', 'disallow', 'divisibleBy'],
])

const NO_RULES = new Set([
  ...['$schema', '$id', 'id', '$defs', 'definitions', 'title', 'description', '$comment', '$vocabulary'],
])

function nothing({ file }: Place): TesseraError {
  return new TesseraError(
    'NOTHING_TO_IMPORT',
    `${file} is no OpenAPI, AsyncAPI or JSON Schema document, or an empty one`,
    {
      location: { file },
      hint: 'a JSON Schema says "type", or has "$defs"',
    },
  )
}
