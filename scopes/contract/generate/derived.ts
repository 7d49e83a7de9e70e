import { sha256 } from '@tessera/core.model'
import type { Part } from './part.ts'

/** `derived.json` beside generated sources: the recorded edge contract -> part, and what was generated. */
export interface DerivedRecord {
  /** `acme.orders/orders-api/contract`, without a version. */
  readonly contract: string
  readonly part: Part
  /** Generated file to the sha256 of its text with LF line ends; `derived.json` itself is not among them. */
  readonly files: Readonly<Record<string, string>>
}

/** A generated file that is no longer as it was generated. */
export interface HandEdit {
  readonly path: string
  readonly kind: 'edited' | 'missing'
}

export const DERIVED_FILE = 'derived.json'

/** @param contract id of the contract's component: `acme.orders/orders-api/contract` */
export function derivedRecord(contract: string, part: Part, files: Readonly<Record<string, string>>): DerivedRecord {
  const paths = Object.keys(files)
    .filter((path) => path !== DERIVED_FILE)
    .toSorted()
  return { contract, part, files: Object.fromEntries(paths.map((path) => [path, hash(files[path] as string)])) }
}

/** Text of `derived.json`. */
export function formatDerived(record: DerivedRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`
}

/** Generated files that were edited or deleted since; files that were added are not looked at. */
export function findHandEdits(
  derived: Pick<DerivedRecord, 'files'>,
  files: Readonly<Record<string, string>>,
): readonly HandEdit[] {
  return Object.entries(derived.files).flatMap(([path, expected]): HandEdit[] => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined
    if (text === undefined) return [{ path, kind: 'missing' }]
    return hash(text) === expected ? [] : [{ path, kind: 'edited' }]
  })
}

function hash(text: string): string {
  return sha256(text.replaceAll('\r\n', '\n'))
}
