import type { Slot } from '@tessera/contract.define/document'
import type { NameBook } from '../names.ts'
import type { Library } from '../read/library.ts'
import type { Notes } from '../read/notes.ts'
import type { SchemaBook } from '../schema/schema-book.ts'

/** What every step of an import hands on. */
export interface Reading {
  readonly library: Library
  readonly notes: Notes
  readonly book: SchemaBook
  /** Made by Tessera: names and schemas stay as they are, extensions say the rest. */
  readonly own: boolean
  /** Names of operations, channels, items. */
  readonly names: NameBook
}

/** An edge of the contract with the slots that it names. */
export interface WithSlots<T> {
  readonly edge: T
  readonly slots: readonly Slot[]
}
