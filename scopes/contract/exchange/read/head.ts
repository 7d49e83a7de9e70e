import type { Pattern } from '@tessera/contract.define/document'
import { isRecord, TesseraError } from '@tessera/core.model'
import type { ImportOptions } from '../exchange.ts'
import { kebabName } from '../names.ts'
import { fileName } from '../schema/schema-book.ts'
import { member, type Place, text } from './place.ts'

/** What a contract says of itself as a whole. */
export interface Head {
  readonly id: string
  readonly line: number
  readonly summary?: string
  readonly description?: string
}

/** The extension with which the tool says what a format has no word for. */
export const CONTRACT = 'x-tessera-contract'

/** From the extension of the tool where there is one, else from `info`. */
export function headOf(root: Place, { id, file = '' }: ImportOptions): Head {
  const said = member(root, CONTRACT).value
  if (isRecord(said)) {
    const { id: own, line, summary, description } = said as unknown as Head
    return present({ id: id ?? own, line, summary, description })
  }
  const info = member(root, 'info')
  const title = text(info, 'title')
  const name = kebabName(title ?? fileName(file), 'contract')
  return present({
    id: id ?? `imported/${name}`,
    line: 1,
    summary: text(info, 'summary') ?? title,
    description: text(info, 'description'),
  })
}

/** Whether the tool wrote the document. */
export function isOwn(root: Place): boolean {
  return isRecord(member(root, CONTRACT).value)
}

/** The pattern that the tool wrote down. */
export function ownPattern(root: Place): Pattern | undefined {
  const said = member(root, CONTRACT).value
  return isRecord(said) ? (said['pattern'] as Pattern) : undefined
}

/** The fields that are there; a document has no undefined ones. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** A document of another kind, or of a version that is not read. */
export function unsupported(root: Place, found: string, wanted: string): TesseraError {
  return new TesseraError('UNSUPPORTED_VERSION', `${root.file} is ${found}`, {
    hint: wanted,
    location: { file: root.file },
  })
}
