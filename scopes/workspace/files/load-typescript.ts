import { createRequire } from 'node:module'
import type ts from 'typescript6'

let loaded: typeof ts | undefined

/** TypeScript's parser, loaded at the first use: it takes 0.3 s. */
export function typescript(): typeof ts {
  loaded ??= createRequire(import.meta.url)('typescript6') as typeof ts
  return loaded
}
