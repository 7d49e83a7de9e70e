import type { Reading } from '../openapi/reading.ts'
import { member, members } from './place.ts'

/** A contract holds what it uses: says which schemas of `components` nothing leads to. */
export function noteUnusedSchemas({ library, book, notes, own }: Reading): void {
  if (own) return
  const schemas = member(member(library.root, 'components'), 'schemas')
  const used = new Set(
    Object.keys(book.definitions()).map((name) => {
      const place = book.placeOf(name)
      return `${place?.file}#${place?.pointer}`
    }),
  )
  const unused = members(schemas).filter(([, { file, pointer }]) => !used.has(`${file}#${pointer}`))
  // A name that only says another name is followed, and stands under that one.
  const names = unused.filter(([, place]) => member(place, '$ref').value === undefined).map(([name]) => name)
  if (names.length === 0) return
  const message = `nothing of the contract leads to ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`
  notes.changed('SCHEMA_UNUSED', schemas, message, 'a contract holds the schemas that it uses')
}
