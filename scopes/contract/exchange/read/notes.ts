import { canonicalJson, type Diagnostic } from '@tessera/core.model'
import type { Library } from './library.ts'
import type { Place } from './place.ts'

/** What could not be carried over as it was. */
export interface Notes {
  readonly diagnostics: readonly Diagnostic[]
  /** The contract says less than the document did, or something else. */
  lost(code: string, place: Place, message: string, instead: string): void
  /** The contract says the same in other words, or something the document left open. */
  changed(code: string, place: Place, message: string, instead: string): void
}

/** Each note once, however often its place was read. */
export function takeNotes(library: Library): Notes {
  const notes = new Map<string, Diagnostic>()
  const add = (severity: 'warning' | 'info', code: string, place: Place, message: string, hint: string): void => {
    const { file, pointer } = place
    const key = canonicalJson([code, file, pointer, message])
    if (!notes.has(key)) notes.set(key, { severity, code, message, hint, location: { file, pointer } })
  }
  return {
    get diagnostics() {
      return [...notes.values()].map((note) => withLine(note, library))
    },
    lost: (...note) => add('warning', ...note),
    changed: (...note) => add('info', ...note),
  }
}

function withLine(note: Diagnostic, library: Library): Diagnostic {
  const { file = '', pointer = '' } = note.location ?? {}
  const line = library.lineOf({ file, pointer, value: undefined })
  return line === undefined ? note : { ...note, location: { file, line, pointer } }
}
