import { TesseraError } from '@tessera/core.model'
import type { ImportOptions, Imported } from './exchange.ts'
import { nameBook } from './names.ts'
import { readOperations } from './openapi/operations.ts'
import type { Reading } from './openapi/reading.ts'
import { readRequirements, readSchemes } from './openapi/security.ts'
import { openApiDialect } from './openapi/version.ts'
import { finish } from './read/finish.ts'
import { headOf, isOwn, present } from './read/head.ts'
import { openLibrary } from './read/library.ts'
import { takeNotes } from './read/notes.ts'
import { exists, member, members, type Place } from './read/place.ts'
import { noteUnusedSchemas } from './read/unused.ts'
import { schemaBook } from './schema/schema-book.ts'

/**
 * A contract from an OpenAPI 3.0 or 3.1 document: its text, JSON or YAML, or the parsed value.
 * @throws TesseraError `UNSUPPORTED_VERSION`, `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`, `TOO_DEEP`
 * @example const { document, diagnostics } = fromOpenApi(text, { id: 'acme.pets/pet-store', file: 'petstore.yaml' })
 */
export function fromOpenApi(document: unknown, options: ImportOptions = {}): Imported {
  const library = openLibrary(document, options)
  const { root } = library
  const dialect = openApiDialect(root)
  const notes = takeNotes(library)
  const own = isOwn(root)
  const reading: Reading = {
    library,
    notes,
    own,
    names: nameBook(),
    book: schemaBook({ library, notes, dialect, own }),
  }
  const operations = readOperations(root, reading)
  noteLeftOut(root, reading)
  if (operations.length === 0) return onlySchemas(reading, options)
  noteUnusedSchemas(reading)
  const schemes = readSchemes(root, reading)
  return finish(
    {
      ...headOf(root, options),
      pattern: 'http',
      ...present({
        securitySchemes: Object.keys(schemes).length === 0 ? undefined : schemes,
        security: readRequirements(member(root, 'security'), reading),
      }),
      operations: Object.fromEntries(operations.map(({ name, operation }) => [name, operation])),
      slots: operations.flatMap(({ slots }) => slots),
      exports: [],
    },
    reading,
  )
}

/** A document without operations is one of shared schemas. */
function onlySchemas(reading: Reading, options: ImportOptions): Imported {
  const { library, notes, book } = reading
  const { root } = library
  const places = members(member(member(root, 'components'), 'schemas')).map(([, place]) => place)
  if (places.length === 0) {
    throw new TesseraError(
      'NOTHING_TO_IMPORT',
      `${root.file} has neither operations nor schemas that a contract can say`,
      {
        location: { file: root.file },
        hint: 'check "paths" and "components" of the document',
        diagnostics: notes.diagnostics,
      },
    )
  }
  notes.changed('PATTERN_ASSUMED', root, 'the document has no operations', 'it is a contract of shared schemas')
  const exports = [...new Set(places.map((place) => book.nameOf(place)))]
  return finish({ ...headOf(root, options), pattern: 'schemas', slots: [], exports }, reading)
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  servers: 'a contract does not say where the service runs: the base URL is given to the client',
  tags: 'operations of a contract have no groups',
  externalDocs: 'a link to documentation has no place in a contract',
}

function noteLeftOut(root: Place, { notes }: Reading): void {
  for (const [word, why] of Object.entries(LEFT_OUT)) {
    const place = member(root, word)
    if (exists(place)) notes.changed('NOT_IN_CONTRACT', place, why, 'it is left out')
  }
}
