import { normaliseText, sourceHash } from '@tessera/scope.objects'
import { parseDerived } from './derived.ts'
import { scanImports } from './imports.ts'
import type { ImportRef } from './imports.ts'
import type { Derived } from './types.ts'

/** What is known of a file from its path and bytes alone, so that it may be remembered. */
export interface FileFacts {
  /** Bit's Source hash. */
  readonly hash: string
  readonly imports: readonly ImportRef[]
  /** Of a `derived.json`: what it says, or what is wrong with it. */
  readonly derived?: Derived | string
}

export function readFacts(path: string, bytes: Buffer): FileFacts {
  const hash = sourceHash(normaliseText(bytes))
  if (/\.[cm]?[jt]sx?$/.test(path)) return { hash, imports: scanImports(bytes.toString('utf8'), path) }
  if (/(?:^|\/)derived\.json$/.test(path)) return { hash, imports: [], derived: parseDerived(bytes.toString('utf8')) }
  return { hash, imports: [] }
}
