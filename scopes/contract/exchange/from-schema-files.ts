import type { ImportOptions, Imported } from './exchange.ts'
import { nameBook } from './names.ts'
import { finish } from './read/finish.ts'
import { openLibrary } from './read/library.ts'
import { takeNotes } from './read/notes.ts'
import { member, members } from './read/place.ts'
import { dialectOf, schemaBook } from './schema/schema-book.ts'

/** No file of the folder can be called so. */
const FOLDER = '.'

/**
 * A contract of shared schemas from JSON Schema files of one folder, of draft 4 to 2020-12, each in the dialect that its
 * `$schema` names. Each is exported under its title, else under the name of its file.
 * @param files paths relative to the folder, which `read` answers the texts of
 * @throws TesseraError `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`, `TOO_DEEP`
 */
export function fromSchemaFiles(
  files: readonly string[],
  { id, read }: Required<Pick<ImportOptions, 'id' | 'read'>>,
): Imported {
  const folder = { $defs: Object.fromEntries(files.map((file) => [file, { $ref: encodeURI(file) }])) }
  const library = openLibrary(folder, { file: FOLDER, read })
  const notes = takeNotes(library)
  const book = schemaBook({ library, notes, dialect: '2020-12', own: false })
  const exports = members(member(library.root, '$defs')).map(([, place]) => {
    const schema = library.follow(place)
    return book.nameOf(schema, dialectOf(schema))
  })
  const draft = { id, pattern: 'schemas' as const, line: 1, slots: [], exports: [...new Set(exports)] }
  return finish(draft, { library, notes, book, own: false, names: nameBook() })
}
