import type { Scope } from './types.ts'

/** @throws TesseraError `SCOPE_NOT_FOUND`, `INVALID_SCOPE` */
export async function openScope(path: string): Promise<Scope> {
  throw new Error(`not finished: ${path}`)
}

/** The scope that holds `dir`: bare, or the local one of a workspace; looked for in `dir`, then in its parents. */
export async function findScope(dir: string): Promise<Scope | undefined> {
  throw new Error(`not finished: ${dir}`)
}
