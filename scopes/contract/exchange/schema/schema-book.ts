import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import type { Library } from '../read/library.ts'
import type { Notes } from '../read/notes.ts'
import { type Place, text } from '../read/place.ts'
import { pointerTokens } from '../read/source.ts'
import { nameBook, type NameBook, typeName, upperFirst } from '../names.ts'
import { type Dialect, translate, type Translation } from './translate.ts'

/** Translates the schemas of a document, and gives what they refer to its names in `$defs`. */
export interface SchemaBook {
  schema(place: Place, dialect?: Dialect): JsonSchema
  /** The name that a schema has, or gets. */
  nameOf(place: Place, dialect?: Dialect): string
  /** Every named schema that was referred to, however indirectly. */
  definitions(): ContractDocument['$defs']
  /** Where a named schema stands in the document. */
  placeOf(name: string): Place | undefined
}

interface BookOptions {
  readonly library: Library
  readonly notes: Notes
  readonly dialect: Dialect
  /** Made by Tessera. */
  readonly own: boolean
}

export function schemaBook({ library, notes, dialect: usual, own }: BookOptions): SchemaBook {
  const names = new Map<string, string>()
  const taken = nameBook()
  const places = new Map<string, Place>()
  const open: { readonly name: string; readonly place: Place; readonly dialect: Dialect }[] = []
  const $defs = new Map<string, JsonSchema>()

  const nameOf = (place: Place, dialect: Dialect = usual): string => {
    const target = own ? place : pastAliases(place, library)
    const key = `${target.file}#${target.pointer}`
    const known = names.get(key)
    if (known !== undefined) return known
    const name = newName(target, { taken, notes, own })
    names.set(key, name)
    places.set(name, target)
    open.push({ name, place: target, dialect })
    return name
  }
  const schema = (place: Place, dialect: Dialect = usual): JsonSchema => {
    const how: Translation = {
      ...{ dialect, notes, own },
      nameOf: (from, ref) => nameOf(library.target(from, ref), dialect),
      follow: (at) => library.follow(at),
    }
    return translate(place, how)
  }
  return {
    schema,
    nameOf,
    placeOf: (name) => places.get(name),
    definitions() {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        $defs.set(next.name, schema(next.place, next.dialect))
      }
      return Object.fromEntries([...$defs].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

/** A name that only says another name: `Pet: { $ref: Animal }`. */
function pastAliases(place: Place, library: Library): Place {
  const isAlias = ({ value }: Place): boolean =>
    typeof value === 'object' && value !== null && '$ref' in value && Object.keys(value).length === 1
  return isAlias(place) ? library.follow(place) : place
}

interface Naming {
  readonly taken: NameBook
  readonly notes: Notes
  readonly own: boolean
}

function newName(place: Place, { taken, notes, own }: Naming): string {
  const said = saidName(place)
  const name = taken.take(typeName(said))
  if (name !== said && !own && isNamed(place)) {
    notes.changed('RENAMED', place, `"${said}" cannot name this schema`, `it is called ${name}`)
  }
  return name
}

function isNamed({ pointer }: Place): boolean {
  return /\/(schemas|definitions|\$defs)\/[^/]+$/.test(pointer)
}

/** What its author calls it; else a name from where it stands. */
function saidName(place: Place): string {
  const tokens = pointerTokens(place.pointer)
  if (isNamed(place)) return tokens.at(-1) as string
  const title = text(place, 'title')
  if (title !== undefined) return title
  if (tokens.length === 0) return upperFirst(fileName(place.file))
  const telling = tokens.filter((token) => !STRUCTURE.has(token) && !/^\d+$/.test(token))
  return telling.length === 0 ? fileName(place.file) : telling.slice(-3).join(' ')
}

const STRUCTURE = new Set([
  ...['components', 'schemas', 'paths', 'content', 'schema', 'properties', 'definitions', '$defs', 'allOf', 'anyOf'],
  ...['oneOf', 'application/json', 'channels', 'messages', 'operations'],
])

/** `schemas/order-item.v1.yaml` is `order-item.v1`. */
export function fileName(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return base.replace(/(\.(schema|openapi|asyncapi))?\.(json|ya?ml)$/i, '')
}

/** The dialect that a schema itself names, if it does. */
export function dialectOf(place: Place): Dialect | undefined {
  const said = text(place, '$schema') ?? ''
  if (/2020-12|2019-09/.test(said)) return '2020-12'
  return /draft-0\d/.test(said) ? 'draft-7' : undefined
}
