import { posix } from 'node:path'
import { isRecord, suggestion, TesseraError } from '@tessera/core.model'
import type { ImportOptions } from '../exchange.ts'
import { anchorsOf, type Anchors } from './anchors.ts'
import type { Place } from './place.ts'
import { parseSource, pointerTo, pointerTokens, type Source, valueSource } from './source.ts'

/** A document with the local files that its references lead to. */
export interface Library {
  readonly root: Place
  /** What a `$ref` at a place leads to, one step. @throws TesseraError `REF_NOT_FOUND`, `REMOTE_REF` */
  target(from: Place, ref: string): Place
  /** The place itself, or where its `$ref` leads, however many steps. @throws TesseraError `CIRCULAR_REF` too */
  follow(place: Place): Place
  lineOf(place: Place): number | undefined
}

/** @param document text in JSON or YAML, or a parsed value */
export function openLibrary(document: unknown, { file = 'document', read }: ImportOptions): Library {
  const first = typeof document === 'string' ? parseSource(document, file) : valueSource(document, file)
  refuseTooDeep(first)
  const shelf: Shelf = { sources: new Map([[file, first]]), anchors: new Map(), read }
  const target = (from: Place, ref: string): Place => resolve(shelf, from, ref)
  return {
    root: { file, pointer: '', value: first.value },
    target,
    follow: (place) => follow(place, target),
    lineOf: ({ file: name, pointer }) => shelf.sources.get(name)?.lineOf(pointer),
  }
}

const MAX_DEPTH = 1000

/** Level by level, for what is too deep for a walk that calls itself. */
function refuseTooDeep({ file, value }: Source): void {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      throw new TesseraError('TOO_DEEP', `${file} is nested more than ${MAX_DEPTH} levels deep`, {
        location: { file },
        hint: 'give inner schemas a name, and refer to them with $ref',
      })
    }
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item).filter((inner) => typeof inner === 'object') : [],
    )
  }
}

interface Shelf {
  readonly sources: Map<string, Source>
  readonly anchors: Map<string, Anchors>
  readonly read: ImportOptions['read']
}

function follow(place: Place, target: Library['target']): Place {
  const seen = new Set<string>()
  let at = place
  while (isRecord(at.value) && typeof at.value['$ref'] === 'string') {
    const key = `${at.file}#${at.pointer}`
    if (seen.has(key)) throw circular(place)
    seen.add(key)
    at = target(at, at.value['$ref'])
  }
  return at
}

/** A reference that leads only to references, and at last to itself. */
export function circular({ file, pointer }: Place): TesseraError {
  return new TesseraError('CIRCULAR_REF', `${file}: the $ref at ${pointer} leads only to itself`, {
    location: { file, pointer },
    hint: 'let one of the references lead to what is meant',
  })
}

function resolve(shelf: Shelf, from: Place, ref: string): Place {
  const [path = '', fragment = ''] = split(ref)
  const known = anchored(shelf, from, ref)
  if (known !== undefined) return known
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) throw remote(from, ref)
  const file = path === '' ? from.file : posix.join(posix.dirname(from.file), decode(path))
  const source = shelf.sources.get(file) ?? load(shelf, file, from, ref)
  const root: Place = { file, pointer: '', value: source.value }
  if (fragment !== '' && !fragment.startsWith('/')) throw notFound(from, ref, `no schema has the anchor "${fragment}"`)
  return pointerTokens(decode(fragment)).reduce((place, token) => step(place, token, { from, ref }), root)
}

function split(ref: string): readonly string[] {
  const hash = ref.indexOf('#')
  return hash < 0 ? [ref] : [ref.slice(0, hash), ref.slice(hash + 1)]
}

/** By `$id` or `$anchor`, in the file of the reference, then in the others that were read. */
function anchored(shelf: Shelf, from: Place, ref: string): Place | undefined {
  if (ref.startsWith('#/') || ref === '#') return undefined
  const uri = anchorsIn(shelf, from.file)?.uriOf(from, ref)
  if (uri === undefined) return undefined
  for (const file of [from.file, ...shelf.sources.keys()]) {
    const found = anchorsIn(shelf, file)?.named(uri)
    if (found !== undefined) return found
  }
  return undefined
}

function anchorsIn({ sources, anchors }: Shelf, file: string): Anchors | undefined {
  const source = sources.get(file)
  if (source === undefined) return undefined
  const known = anchors.get(file) ?? anchorsOf({ file, pointer: '', value: source.value })
  anchors.set(file, known)
  return known
}

function load(shelf: Shelf, file: string, from: Place, ref: string): Source {
  const source = parseSource(readFile(shelf, file, from, ref), file)
  refuseTooDeep(source)
  shelf.sources.set(file, source)
  return source
}

function readFile({ read }: Shelf, file: string, from: Place, ref: string): string {
  if (read === undefined) throw notFound(from, ref, 'no other file can be read here')
  try {
    return read(file)
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause
    throw notFound(from, ref, `${file} cannot be read`, cause)
  }
}

function step(place: Place, token: string, where: { from: Place; ref: string }): Place {
  const { value } = place
  if ((isRecord(value) || Array.isArray(value)) && Object.hasOwn(value, token)) {
    const inside = (value as Readonly<Record<string, unknown>>)[token]
    return { file: place.file, pointer: pointerTo(place.pointer, token), value: inside }
  }
  const near = isRecord(value) ? suggestion(token, Object.keys(value)) : ''
  throw notFound(where.from, where.ref, `${place.pointer || 'the document'} has no "${token}"${near}`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function notFound(from: Place, ref: string, why: string, cause?: unknown): TesseraError {
  return new TesseraError('REF_NOT_FOUND', `${from.file}: "${ref}" leads nowhere: ${why}`, {
    location: { file: from.file, pointer: pointerTo(from.pointer, '$ref') },
    hint: 'mend the $ref, or add what it names',
    cause,
  })
}

function remote(from: Place, ref: string): TesseraError {
  return new TesseraError('REMOTE_REF', `${from.file}: "${ref}" is not on this machine, and nothing is fetched`, {
    location: { file: from.file, pointer: pointerTo(from.pointer, '$ref') },
    hint: 'save it beside the document, and let the $ref name that file',
  })
}
